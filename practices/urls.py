from django.urls import path

from practices.views import editing, follows, public, review, talk, work

app_name = "practices"
DESK = "scrivania/buone-pratiche/"
TALK = "buone-pratiche/<slug:slug>/domande/"
ONE = DESK + "<uuid:uuid>/"
urlpatterns = [
    path("buone-pratiche/", public.PracticeList.as_view(), name="list"),
    path("buone-pratiche/<slug:slug>/", public.detail, name="detail"),
    path("buone-pratiche/<slug:slug>/documenti/<uuid:uuid>/", public.document, name="document"),
    path(TALK, talk.questions, name="questions"),
    path(TALK + "persone/", talk.people, name="talk_people"),
    path(TALK + "<int:pk>/rispondi/", talk.answer, name="answer_question"),
    path(TALK + "<int:pk>/modifica/", talk.edit_question, name="edit_question"),
    path(TALK + "<int:pk>/nascondi/", talk.hide_question, name="hide_question"),
    # The names of QUESTION_WORKFLOW that need nothing but a button: close, reopen.
    path(TALK + "<int:pk>/<slug:name>/", talk.move_question, name="move_question"),
    path(TALK + "risposte/<int:pk>/modifica/", talk.edit_answer, name="edit_answer"),
    path(TALK + "risposte/<int:pk>/nascondi/", talk.hide_answer, name="hide_answer"),
    path(TALK + "risposte/<int:pk>/utile/", talk.accept, name="accept_answer"),
    path("buone-pratiche/<slug:slug>/segui/", follows.follow_practice, name="follow_practice"),
    path("scrivania/seguiti/", follows.follows, name="follows"),
    path("scrivania/seguiti/<int:pk>/smetti/", follows.stop, name="unfollow"),
    path("scrivania/seguiti/<slug:kind>/", follows.follow_more, name="follow"),
    path(DESK, work.WorkList.as_view(), name="work"),
    path(DESK + "nuova/", work.create, name="create"),
    path(ONE, work.work_detail, name="work_detail"),
    path(ONE + "anteprima/", work.preview, name="preview"),
    path(ONE + "valutazione/", review.review, name="review"),
    path(ONE + "modifica/<slug:section_name>/", editing.edit, name="edit"),
    path(ONE + "documenti/<int:pk>/", editing.describe, name="describe_document"),
    path(ONE + "documenti/<int:pk>/sposta/", editing.move, name="move_document"),
    path(ONE + "documenti/<int:pk>/togli/", editing.remove, name="remove_document"),
    # The names of PRACTICE_WORKFLOW: submit, withdraw, publish …
    path(ONE + "<slug:name>/", review.transition, name="transition"),
]
