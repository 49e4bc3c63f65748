"""Key pairs for tests: two public keys of which nobody has the private half, and pairs made on the spot."""

from pyrage import x25519

PUBLIC = "age14ymgktl38gdxyvtz87dvjkn92yr33hkk3rmkd8qc3hayt0nd430swztqlt"
PUBLIC_TOO = "age1tdpkx9efrq8rtq8q3qfya8602eynsfhfhhnxzuzehgyxzhccxv4qr58nc8"


def pair() -> tuple[x25519.Identity, str]:
    """Make a pair as age-keygen does: the private half, and the public one as text."""
    private = x25519.Identity.generate()
    return private, str(private.to_public())
