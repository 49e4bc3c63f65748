
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0004_coverage'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='organisation',
            options={'default_permissions': (), 'ordering': ['name'], 'permissions': [('log_signal', 'log_signal'), ('read_signals', 'read_signals'), ('triage_signal', 'triage_signal'), ('read_case', 'read_case'), ('search_cases', 'search_cases'), ('start_case', 'start_case'), ('assign_coordinator', 'assign_coordinator'), ('admit_organisation', 'admit_organisation'), ('share_identity', 'share_identity'), ('name_colleague', 'name_colleague'), ('write_note', 'write_note'), ('close_case', 'close_case'), ('work_on_actions', 'work_on_actions'), ('block_conflict', 'block_conflict'), ('seal_case', 'seal_case'), ('answer_rights', 'answer_rights'), ('log_rights', 'log_rights'), ('break_glass', 'break_glass'), ('agree_destruction', 'agree_destruction'), ('ask_access', 'ask_access'), ('follow_meldcode', 'follow_meldcode'), ('sound_alert', 'sound_alert'), ('answer_alert', 'answer_alert'), ('keep_pack', 'keep_pack'), ('log_police_contact', 'log_police_contact'), ('chair_meeting', 'chair_meeting'), ('attend_meeting', 'attend_meeting'), ('review_audit', 'review_audit'), ('hold_checkpoint', 'hold_checkpoint'), ('stop_export', 'stop_export'), ('see_destruction', 'see_destruction'), ('manage_members', 'manage_members'), ('manage_roster', 'manage_roster'), ('see_coverage', 'see_coverage'), ('run_drill', 'run_drill'), ('manage_covenant', 'manage_covenant'), ('sign_covenant', 'sign_covenant'), ('see_organisations', 'see_organisations'), ('read_inbox', 'read_inbox')]},
        ),
    ]
