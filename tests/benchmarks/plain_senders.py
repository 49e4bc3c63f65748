"""What the alert is measured against: bare senders, each over one connection that it keeps.

Run as a script, without Django: ``python tests/benchmarks/plain_senders.py``. One line of JSON on the
standard input says what to do; it answers "ready" when connected, and starts at the next line.
"""

import json
import smtplib
import sys
import time
from email.message import EmailMessage

import psycopg

#: A few messages are claimed at a time, and each that went out is written down at once.
CLAIM = """
UPDATE bench_outbox SET claimed_until = now() + interval '12 seconds' WHERE id IN (
  SELECT id FROM bench_outbox
  WHERE sent_at IS NULL AND (claimed_until IS NULL OR claimed_until < now())
  ORDER BY id LIMIT 10 FOR UPDATE SKIP LOCKED)
RETURNING id, address
"""
DONE = "UPDATE bench_outbox SET sent_at = now() WHERE id = %s"


def plain(wanted: dict, mail: smtplib.SMTP) -> None:
    """Send what was given, and nothing else."""
    for address in wanted["addresses"]:
        send(mail, address, wanted["body"])


def outbox(wanted: dict, mail: smtplib.SMTP, database: psycopg.Connection) -> None:
    """Send what stands in a table, until as many were seen in it as there are in all."""
    while database.execute("SELECT count(*) FROM bench_outbox WHERE sent_at IS NULL").fetchone()[0] or (
        not database.execute("SELECT 1 FROM bench_outbox LIMIT 1").fetchone()
    ):
        group = database.execute(CLAIM).fetchall()
        for pk, address in group:
            send(mail, address, wanted["body"])
            database.execute(DONE, [pk])
        if not group:
            time.sleep(0.005)


def send(mail: smtplib.SMTP, address: str, body: str) -> None:
    """Send one message over the connection."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "zorgtafel", "zorgtafel@localhost", address
    message.set_content(body)
    mail.send_message(message)


def main() -> None:
    """Connect, say so, wait for the start, and work."""
    wanted = json.loads(sys.stdin.readline())
    with smtplib.SMTP("127.0.0.1", wanted["port"]) as mail:
        if "database" in wanted:
            with psycopg.connect(wanted["database"], autocommit=True) as database:
                _say_ready()
                outbox(wanted, mail, database)
        else:
            _say_ready()
            plain(wanted, mail)


def _say_ready() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
