"""Every address of the site, and what each member of the cast gets there; ``test_urls`` asks."""

CAST = ("anna", "bram", "chris", "dina", "eva", "farid", "gerda", "hugo", "iris", "joost")

#: The cast in its own order, then the route as Django knows it. Who is not logged in gets the login (302).
ROWS = """
200 200 200 200 200 200 200 200 200 200  health/live
503 503 503 503 503 503 503 503 503 503  health/ready
405 405 405 405 405 405 405 405 405 405  language/
405 405 405 405 405 405 405 405 405 405  acting/
403 403 403 200 403 403 403 403 403 200  organisations/
403 403 403 403 403 403 403 403 403 200  organisations/new/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/change/
403 403 403 200 403 403 403 403 403 200  organisations/<int:pk>/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/members/new/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/members/<int:member_pk>/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/members/<int:member_pk>/introduced/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/members/<int:member_pk>/reopen/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/members/<int:member_pk>/second/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/invitations/<int:invitation_pk>/again/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/invitations/<int:invitation_pk>/withdraw/
403 403 403 403 403 403 403 403 403 404  organisations/<int:pk>/secondments/<int:secondment_pk>/answer/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/secondments/<int:secondment_pk>/end/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/introduction/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/review/
403 403 403 403 403 403 403 403 403 405  organisations/<int:pk>/review/start/
403 403 403 403 403 403 403 403 403 405  organisations/<int:pk>/review/finish/
409 409 409 409 409 409 409 409 409 409  invitation/<str:ticket>/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/members/<int:member_pk>/role/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/members/<int:member_pk>/end/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/members/<int:member_pk>/second-step/
403 403 403 200 403 403 403 403 403 200  organisations/<int:pk>/roles/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/roles/<role:role>/<act:act>/
200 200 200 200 200 200 200 200 200 200  account/sessions/
200 200 200 200 200 200 200 200 200 200  account/confidentiality/
200 200 200 200 200 200 200 200 200 200  account/reach/
200 200 200 200 200 200 200 200 200 200  account/reach/quiet/
200 200 200 200 200 200 200 200 200 200  account/reach/device/
404 200 404 404 404 404 404 404 404 404  account/reach/<int:pk>/
405 405 405 405 405 405 405 405 405 405  account/reach/<int:pk>/again/
404 200 404 404 404 404 404 404 404 404  account/reach/<int:pk>/remove/
403 403 403 200 403 403 403 403 403 200  organisations/<int:pk>/confidentiality/
403 403 403 403 403 403 403 403 403 200  organisations/<int:pk>/login-provider/
404 403 404 403 404 403 404 403 403 403  organisations/<int:pk>/key/
404 403 404 403 404 403 404 403 403 403  organisations/<int:pk>/key/new/
404 403 404 403 404 403 404 403 403 403  organisations/<int:pk>/key/<int:key_pk>/confirm/
404 403 404 403 404 403 404 403 403 403  organisations/<int:pk>/key/<int:key_pk>/withdraw/
200 200 200 200 200 200 200 200 200 200  account/alive/
405 405 405 405 405 405 405 405 405 405  account/lock/
302 302 302 302 302 302 302 302 302 302  account/own-login/
403 403 403 403 403 403 403 403 403 403  account/own-login/back/
302 302 302 302 302 302 302 302 302 302  account/own-login/again/
403 403 403 403 403 403 403 403 403 200  covenants/confidentiality/new/
403 403 403 403 403 403 403 403 403 200  covenants/
403 403 403 403 403 403 403 403 403 200  covenants/<int:pk>/
403 403 403 403 403 403 403 403 403 200  covenants/new/
200 200 200 200 200 200 200 200 200 200  covenants/ours/
403 403 403 403 403 403 403 403 403 200  covenants/agreements/<int:pk>/draft/
200 200 200 200 200 200 200 200 200 200  covenants/agreements/<int:pk>/register/
403 403 403 403 403 403 403 403 403 409  covenants/<int:pk>/wordings/
403 403 403 403 403 403 403 403 403 409  covenants/<int:pk>/responsibility/
403 403 403 403 403 403 403 403 403 200  covenants/<int:pk>/parties/new/
403 403 403 403 403 403 403 403 403 409  covenants/<int:pk>/clauses/new/
403 403 403 403 403 403 403 403 403 200  covenants/<int:pk>/send/
403 403 403 403 403 403 403 403 403 200  covenants/<int:pk>/reopen/
403 403 403 403 403 403 403 403 403 200  covenants/<int:pk>/discard/
403 403 403 403 403 403 403 403 403 200  covenants/<int:pk>/call-off/
403 403 403 403 403 403 403 403 403 403  covenants/<int:pk>/sign/
403 403 403 403 403 403 403 403 403 200  covenants/<int:pk>/effect/
403 403 403 403 403 403 403 403 403 200  covenants/<int:pk>/start/
403 403 403 403 403 403 403 403 403 409  covenants/parties/<int:pk>/change/
403 403 403 403 403 403 403 403 403 409  covenants/parties/<int:pk>/remove/
403 403 403 403 403 403 403 403 403 409  covenants/clauses/<int:pk>/change/
403 403 403 403 403 403 403 403 403 200  covenants/parties/<int:pk>/withdraw/
403 403 403 403 403 403 403 403 403 200  covenants/clauses/<int:pk>/withdraw/
403 403 403 403 403 403 403 403 403 200  duty/
200 403 200 403 200 403 200 200 403 200  duty/coverage/
403 403 403 403 403 403 403 403 403 200  duty/levels/<str:colour>/
403 403 403 403 403 403 403 403 403 200  duty/shifts/new/
403 403 403 403 403 403 403 403 403 404  duty/shifts/<int:pk>/remove/
403 403 403 403 403 403 403 403 403 200  duty/overrides/new/
403 403 403 403 403 403 403 403 403 404  duty/overrides/<int:pk>/remove/
200 200 200 403 200 200 200 200 200 403  cases/
200 403 403 403 200 403 403 403 403 403  cases/new/
200 403 403 403 200 403 403 403 403 403  confirmations/
200 200 200 403 200 200 200 200 200 403  search/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/timeline/
200 403 404 403 404 403 403 403 403 403  cases/<str:number>/edit/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/close/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/reopen/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/notes/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/notes/new/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/notes/<int:pk>/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/notes/<int:pk>/correct/
200 409 404 403 404 409 409 409 403 403  cases/<str:number>/notes/<int:pk>/edit/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/network/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/network/new/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/network/<int:pk>/correct/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/network/<int:pk>/over/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/network/links/new/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/network/links/<int:pk>/correct/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/network/links/<int:pk>/over/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/network/elsewhere/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/handover/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/handover/new/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/handover/<int:pk>/
405 403 403 403 405 403 403 403 403 403  cases/<str:number>/handover/<int:pk>/password/
405 403 403 403 405 403 403 403 403 403  cases/<str:number>/handover/<int:pk>/file/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/handover/<int:pk>/stop/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/people/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/young-person/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/contact/new/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/contact/<int:pk>/change/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/contact/<int:pk>/confirm/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/contact/<int:pk>/end/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/measures/new/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/registration/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/registration/answer/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/said/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/sharing/basis/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/sharing/basis/new/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/plan/own/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/plan/own/change/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/plan/own/paper/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/said/new/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/said/paper/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/measures/<int:pk>/change/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/people/measures/<int:pk>/end/
200 403 404 403 404 403 403 403 403 403  cases/<str:number>/forensic/
200 403 404 403 404 403 403 403 403 403  cases/<str:number>/forensic/new/
200 403 404 403 404 403 403 403 403 403  cases/<str:number>/forensic/<int:pk>/change/
200 403 404 403 404 403 403 403 403 403  cases/<str:number>/forensic/<int:pk>/step/
200 403 404 403 404 403 200 403 403 403  cases/<str:number>/people/colleagues/new/
200 403 404 403 404 403 404 403 403 403  cases/<str:number>/people/colleagues/<int:pk>/remove/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/sharing/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/admit/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/<int:pk>/change/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/<int:pk>/end/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/consult/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/why/<str:kind>/<int:pk>/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/<int:pk>/identity/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/history/
200 200 200 200 200 200 200 200 200 200  tell/
200 200 200 200 200 200 200 200 200 200  tell/code/
405 405 405 405 405 405 405 405 405 405  tell/code/add/
405 405 405 405 405 405 405 405 405 405  tell/code/withdraw/
200 403 403 403 404 403 403 403 403 403  overlaps/<int:pk>/
200 200 200 403 200 200 200 200 403 403  signals/
200 200 200 403 200 200 200 200 403 403  signals/new/
405 405 405 403 405 405 405 405 403 403  signals/drafts/<int:pk>/throw-away/
403 403 403 403 403 403 403 403 200 200  signals/routes/
200 403 403 403 200 403 403 403 403 403  signals/sheets/
200 403 403 403 200 403 403 403 403 403  signals/sheets/new/
200 403 403 403 200 403 403 403 403 403  signals/sheets/<str:number>/
200 403 403 403 200 403 403 403 403 403  signals/sheets/<str:number>/columns/
405 403 403 403 405 403 403 403 403 403  signals/sheets/<str:number>/start/
200 403 403 403 200 403 403 403 403 403  signals/sheets/<str:number>/progress/
200 403 403 403 200 403 403 403 403 403  signals/sheets/<str:number>/stop/
200 403 403 403 200 403 403 403 403 403  signals/sheets/<str:number>/empty/
405 403 403 403 405 403 403 403 403 403  signals/sheets/<str:number>/refused/
403 403 403 403 403 403 403 403 405 405  signals/routes/<int:pk>/end/
200 200 404 403 200 404 404 404 403 403  signals/<str:number>/
200 200 404 403 200 404 404 404 403 403  signals/<str:number>/logged/
200 200 404 403 200 404 404 404 403 403  signals/<str:number>/signs/new/
200 403 403 403 200 403 403 403 403 403  signals/<str:number>/move/
200 403 403 403 200 403 403 403 403 403  signals/<str:number>/feedback/
200 403 403 403 200 403 403 403 403 403  signals/<str:number>/link/
200 403 403 403 200 403 403 403 403 403  signals/<str:number>/join/
200 403 403 403 200 403 403 403 403 403  signals/<str:number>/join/undo/
200 403 403 403 200 403 403 403 403 403  signals/<str:number>/split/
200 403 403 403 200 403 403 403 403 403  signals/<str:number>/split/undo/
200 403 403 403 200 403 403 403 403 403  signals/<str:number>/start-case/
200 200 404 403 404 200 403 403 403 403  cases/<str:number>/signals/
200 200 200 403 200 200 200 200 200 403  tasks/
200 403 404 403 404 403 403 403 403 403  cases/<str:number>/people/coordinator/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/people/coordinator/<int:pk>/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/people/coordinator/<int:pk>/refuse/
200 403 404 403 404 403 403 403 403 403  cases/<str:number>/people/coordinator/<int:pk>/take-back/
200 200 200 403 200 200 200 200 200 403  coordination/load/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/asks/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/level/
200 403 404 403 404 403 403 403 403 403  cases/<str:number>/level/step/
200 200 404 403 404 200 403 403 403 403  cases/<str:number>/level/judge/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/asks/new/
403 403 404 403 404 200 403 403 403 403  cases/<str:number>/asks/<int:pk>/accept/
403 403 404 403 404 200 403 403 403 403  cases/<str:number>/asks/<int:pk>/answer/
403 403 404 403 404 200 403 403 403 403  cases/<str:number>/asks/<int:pk>/decline/
200 200 404 403 404 403 403 403 403 403  cases/<str:number>/asks/<int:pk>/take-back/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/plan/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/plan/new/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/plan/<int:pk>/done/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/plan/<int:pk>/cancel/
400 400 400 400 400 400 400 400 400 400  today/news/
200 404 404 404 404 404 404 404 404 404  today/aside/<str:key>/
200 200 200 200 200 200 200 200 200 200  help/
405 405 405 405 405 405 405 405 405 405  help/guide/close/
403 403 403 403 403 403 403 403 403 200  opinions/
200 200 200 200 200 200 200 200 200 200  opinions/new/
200 200 200 200 200 200 200 200 200 200  opinions/mine/
403 403 403 403 403 403 403 403 403 200  opinions/<str:number>/
200 200 200 200 200 200 200 200 200 200  filters/
404 404 404 404 404 404 404 404 404 404  filters/new/
200 404 404 404 404 404 404 404 404 404  filters/<int:pk>/change/
200 404 404 404 404 404 404 404 404 404  filters/<int:pk>/end/
405 405 405 405 405 405 405 405 405 405  today/aside/<str:key>/back/
200 200 200 403 200 200 200 403 403 403  meldcode/figures/
200 403 200 200 200 403 200 403 200 403  figures/
200 403 403 403 200 403 403 403 403 403  figures/new/
200 403 200 200 200 403 200 403 200 403  figures/<int:pk>/
200 403 200 200 200 403 200 403 200 403  figures/<int:pk>/pdf/
200 403 200 200 200 403 200 403 200 403  figures/<int:pk>/csv/
200 403 200 200 200 403 200 403 200 403  figures/<int:pk>/json/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/start/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/conditions/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/conditions/new/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/conditions/<int:pk>/look/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/conditions/<int:pk>/agree/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/conditions/<int:pk>/end/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/conditions/<int:pk>/amend/<int:look_pk>/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/<int:pk>/
200 200 404 403 404 403 200 403 403 403  cases/<str:number>/meldcode/<int:pk>/print/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/step/<int:step_number>/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/child-check/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/consultation/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/talk/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/talk/omitted/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/weighing/
403 404 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/decisions/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/advice/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/report/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/report/<int:report_pk>/answer/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/begin/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/close/
403 200 404 403 404 403 403 403 403 403  cases/<str:number>/meldcode/<int:pk>/reopen/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/missing/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/missing/raise/
405 405 405 403 405 405 405 405 403 403  cases/<str:number>/missing/raise/proposal/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/missing/patterns/
200 200 200 403 200 200 200 200 200 403  directory/
200 403 403 403 200 403 403 403 200 403  directory/new/
200 403 403 403 200 403 403 403 200 403  directory/<int:pk>/change/
200 403 403 403 200 403 403 403 200 403  directory/<int:pk>/check/
200 403 403 403 200 403 403 403 200 403  directory/<int:pk>/end/
200 403 403 403 200 403 403 403 200 403  drills/
200 403 403 403 200 403 403 403 200 403  drills/new/
200 404 404 404 200 200 404 404 200 404  drills/<str:number>/
200 200 200 403 200 200 200 200 200 403  missing/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/
400 400 400 403 400 400 400 400 400 403  missing/<str:number>/live/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/report/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/report/pdf/
403 404 404 403 403 404 404 200 403 403  cases/<str:number>/pack/
403 404 404 403 403 404 404 200 403 403  cases/<str:number>/pack/change/
403 404 404 403 403 404 404 200 403 403  cases/<str:number>/pack/confirm/
200 200 404 403 404 200 200 200 403 403  cases/<str:number>/pack/photo/
403 404 404 403 403 404 404 200 403 403  cases/<str:number>/pack/photo/new/
403 404 404 403 403 404 404 200 403 403  cases/<str:number>/pack/photo/remove/
403 404 404 403 403 404 404 200 403 403  cases/<str:number>/pack/hand-over/
403 404 404 403 403 404 404 404 403 403  cases/<str:number>/pack/hand-over/take-back/
403 404 404 403 403 404 404 404 403 403  cases/<str:number>/pack/hand-over/answer/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/fact/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/table/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/hand-over/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/hand-over/answer/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/take-over/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/decline/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/colour/answer/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/colour/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/police/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/found/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/withdraw/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/return-interview/offer/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/return-interview/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/close/
404 404 404 404 404 200 404 404 404 404  ack/<str:token>/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/still/
200 200 404 403 404 200 200 200 403 403  missing/<str:number>/call-again/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/police/
200 200 404 403 404 200 403 403 403 403  cases/<str:number>/incidents/
200 200 404 403 404 200 403 403 403 403  cases/<str:number>/incidents/new/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/dates/new/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/dates/<int:pk>/change/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/dates/<int:pk>/end/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/information/new/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/information/<int:pk>/change/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/information/<int:pk>/end/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/evidence/new/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/evidence/<int:pk>/change/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/evidence/<int:pk>/end/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/police/contact/new/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/police/contacts/<int:pk>/release/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/police/print/
200 403 404 403 404 200 403 403 403 403  cases/<str:number>/police/complaint/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/police/clocks/
200 200 200 403 200 200 200 403 200 403  meetings/
403 403 403 403 403 403 403 403 200 403  meetings/new/
200 403 403 403 200 403 403 403 403 403  proposals/
200 403 403 403 200 403 403 403 403 403  proposals/new/
403 403 403 403 403 403 403 403 200 403  proposals/<int:pk>/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/suggestions/
200 200 200 403 200 200 200 403 200 403  meetings/<str:number>/preparation/
200 200 200 403 200 200 200 403 200 403  meetings/<str:number>/invitation.ics
200 200 200 403 200 200 200 403 200 403  meetings/<str:number>/minutes/document/
200 200 200 403 200 200 200 403 200 403  meetings/<str:number>/minutes/sign/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/items/<int:pk>/correct/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/screen/
403 403 403 403 403 403 403 403 405 403  meetings/<str:number>/items/<int:pk>/show/
200 200 200 403 200 200 200 403 200 403  meetings/calendar/
404 404 404 404 404 404 404 404 404 404  calendar/<str:secret>.ics
403 403 403 403 403 403 403 403 302 403  meetings/<str:number>/suggestions/take/
403 403 403 403 403 403 403 403 302 403  meetings/<str:number>/suggestions/leave/
403 403 403 403 403 403 403 403 405 403  meetings/<str:number>/items/<int:pk>/move/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/items/<int:pk>/change/
200 200 200 403 200 200 200 403 200 403  meetings/<str:number>/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/invite/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/time/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/status/
200 200 200 403 200 200 200 403 200 403  meetings/<str:number>/minutes/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/live/
405 405 405 403 405 405 405 403 405 403  meetings/<str:number>/unsaved/<int:pk>/throw-away/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/items/add/
200 200 404 403 404 200 200 403 200 403  meetings/<str:number>/items/<int:pk>/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/items/<int:pk>/attendance/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/items/<int:pk>/discussed/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/items/<int:pk>/decide/
403 403 403 403 403 403 403 403 200 403  meetings/<str:number>/items/<int:pk>/take-off/
200 403 403 403 404 403 403 403 403 403  meetings/<str:number>/items/<int:pk>/guests/new/
200 403 403 403 404 403 403 403 403 403  meetings/<str:number>/items/<int:pk>/guests/<int:guest_pk>/withdraw/
200 200 200 200 200 200 200 200 200 200  inbox/
404 404 404 404 404 302 404 404 404 404  inbox/<int:pk>/
200 200 200 403 200 200 200 403 403 403  cases/emergency/
404 404 404 403 404 404 404 403 403 403  cases/<str:number>/emergency/end/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/emergencies/<int:pk>/
403 403 403 200 403 403 403 403 403 403  audit/emergencies/
403 403 403 200 403 403 403 403 403 403  audit/emergencies/<int:pk>/
200 200 200 403 200 200 200 200 403 403  cases/exists/
404 404 200 403 404 404 404 404 403 403  cases/exists/<uuid:token>/
200 200 200 403 200 200 200 200 403 403  requests/
200 200 200 403 200 200 200 200 403 403  requests/new/
404 404 200 403 404 404 404 404 403 403  requests/new/<uuid:token>/
200 404 200 403 404 404 404 404 403 403  requests/<str:number>/
200 403 403 403 404 403 403 403 403 403  requests/<str:number>/grant/
200 403 403 403 404 403 403 403 403 403  requests/<str:number>/refuse/
404 404 200 403 404 404 404 404 403 403  requests/<str:number>/withdraw/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/seal/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/unseal/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/named/
200 403 403 403 404 403 403 403 200 403  cases/<str:number>/sharing/blocks/new/
200 403 403 403 404 403 403 403 200 403  cases/<str:number>/sharing/blocks/subject/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/sharing/blocks/organisation/
200 403 403 403 404 403 403 403 200 403  cases/<str:number>/sharing/kept-away/<int:pk>/lift/
200 200 404 403 404 200 200 200 200 403  cases/<str:number>/step-back/
200 403 403 403 404 403 403 403 200 403  cases/<str:number>/sharing/blocks/<int:pk>/lift/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/rights/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/rights/reports/new/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/rights/reports/<int:pk>/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/rights/reports/<int:pk>/report.pdf
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/rights/shieldings/new/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/rights/shieldings/<int:pk>/end/
200 403 403 403 404 403 403 403 403 403  cases/<str:number>/rights/disagreements/new/
200 403 403 403 200 403 403 403 403 403  rights/
200 403 403 403 200 403 403 403 403 403  rights/new/
200 403 403 403 404 403 403 403 403 403  rights/<str:number>/
200 403 403 403 404 403 403 403 403 403  rights/<str:number>/extend/
200 403 403 403 404 403 403 403 403 403  rights/<str:number>/decide/
200 403 403 403 404 403 403 403 403 403  rights/<str:number>/withdraw/
200 403 403 403 404 403 403 403 403 403  rights/<str:number>/letter.pdf
403 403 403 403 403 403 403 403 403 200  shielded/
403 403 403 403 403 403 403 403 403 200  shielded/new/
403 403 403 403 403 403 403 403 403 200  shielded/<int:pk>/end/
200 403 200 200 200 403 200 403 403 403  retention/
200 403 200 200 200 403 200 403 403 403  retention/certificates/
200 403 404 200 200 403 200 403 403 403  retention/certificates/<str:number>/
200 403 404 200 200 403 200 403 403 403  retention/certificates/<str:number>/certificate.pdf
200 403 404 403 200 403 200 403 403 403  retention/<str:number>/
200 403 404 403 200 403 200 403 403 403  retention/<str:number>/agree/
200 403 404 403 200 403 200 403 403 403  retention/<str:number>/hold/
403 403 403 200 403 403 403 403 403 403  audit/
403 403 403 200 403 403 403 403 403 403  audit/<uuid:event_id>/
403 403 403 200 403 403 403 403 403 200  exports/
403 403 403 200 403 403 403 403 403 403  exports/new/
403 403 403 200 403 403 403 403 403 200  exports/<str:number>/
403 403 403 405 403 403 403 403 403 403  exports/<str:number>/password/
403 403 403 405 403 403 403 403 403 403  exports/<str:number>/file/
403 403 403 200 403 403 403 403 403 200  exports/<str:number>/stop/
403 403 200 200 403 403 200 403 403 200  checkpoint/
403 403 200 200 403 403 200 403 403 200  checkpoint/file/
403 403 200 200 403 403 200 403 403 200  checkpoint/verifier/
403 403 403 405 403 403 403 403 403 403  checkpoint/check/
403 403 200 200 403 403 200 403 403 200  checkpoint/attack/
403 403 403 200 403 403 403 403 403 403  audit/machine/
403 403 403 400 403 403 403 403 403 403  audit/machine/report.pdf
403 403 403 200 403 403 403 403 403 403  audit/reviews/
403 403 403 200 403 403 403 403 403 403  audit/reviews/together/
403 403 403 200 403 403 403 403 403 403  audit/reviews/months/
403 403 403 200 403 403 403 403 403 403  audit/reviews/months/<str:month>/
403 403 403 200 403 403 403 403 403 403  audit/reviews/months/<str:month>/report.pdf
403 403 403 200 403 403 403 403 403 403  audit/control-cases/
403 403 403 200 403 403 403 403 403 403  audit/control-cases/new/
403 403 403 200 403 403 403 403 403 403  audit/control-cases/<int:pk>/end/
403 403 403 200 403 403 403 403 403 403  audit/reviews/<str:number>/
403 403 403 200 403 403 403 403 403 403  audit/reviews/<str:number>/ask/
403 403 403 200 403 403 403 403 403 403  audit/reviews/<str:number>/second/
403 403 403 200 403 403 403 403 403 403  audit/reviews/<str:number>/finish/
404 404 404 404 404 404 200 404 404 404  audit/questions/<str:number>/
200 200 200 200 200 200 200 200 200 200  /
"""

#: Pages that need no login. No background job beats its heart in a test, so "ready" says 503.
PUBLIC = {
    "health/live": 200,
    "health/ready": 503,
    "language/": 405,
    "account/alive/": 200,
    "account/lock/": 405,
    "account/own-login/": 200,
    "account/own-login/back/": 403,
    "invitation/<str:ticket>/": 200,
    "calendar/<str:secret>.ics": 404,  # when and where, for who holds the secret; here nobody does
    "tell/": 200,  # for everybody, and shows nothing of what was told
    "tell/code/": 200,
    "tell/code/add/": 405,
    "tell/code/withdraw/": 405,
    "ack/<str:token>/": 200,  # answers one call, once, and shows nothing else
}

#: Pages of the login library guard themselves and know no case: nobody, then anybody who is logged in.
LIBRARY = """
404 404  account/signup/
404 404  account/email/
200 302  account/login/
302 200  account/logout/
200 200  account/inactive/
302 200  account/reauthenticate/
200 200  account/confirm-email/
302 200  account/password/change/
302 302  account/password/set/
200 200  account/password/reset/
302 302  account/login/code/confirm/
200 200  account/confirm-email/<str:key>/
200 200  account/password/reset/key/done/
200 200  account/password/reset/key/<str:uidb36>-<str:key>/
200 200  account/password/reset/done/
302 200  account/2fa/
302 302  account/2fa/authenticate/
302 302  account/2fa/reauthenticate/
302 200  account/2fa/totp/activate/
302 404  account/2fa/totp/deactivate/
302 200  account/2fa/webauthn/
302 200  account/2fa/webauthn/add/
302 302  account/2fa/webauthn/reauthenticate/
302 404  account/2fa/webauthn/keys/<int:pk>/remove/
302 404  account/2fa/webauthn/keys/<int:pk>/edit/
302 404  account/2fa/recovery-codes/
302 200  account/2fa/recovery-codes/generate/
302 404  account/2fa/recovery-codes/download/
"""
