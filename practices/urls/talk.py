"""Routes of questions and of what a person follows."""

from django.urls import path

from practices.views import follows, talk

TALK = "buone-pratiche/<slug:slug>/domande/"
urlpatterns = [
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
]
