"""What each step of a membership asks on its page, and the action it calls."""

from django.utils.translation import gettext_lazy as _

from familynet.kernel.steps import Step
from familynet.networks import actions, forms

STEPS: dict[str, Step] = {
    "record_resolution": Step(
        run=lambda m, by, data, act: actions.record_resolution(m, by=by, act=act),
        with_act=True,
        text=_("L'atto con cui l'organizzazione decide di aderire, per esempio una delibera di Giunta."),
    ),
    "admit": Step(
        run=lambda m, by, data, act: actions.admit(m, by=by, act=act, **data),
        form=forms.AdmitForm,
        with_act=True,
        act_optional=True,
        text=_("Da questa data corre il termine per certificarsi, se la rete lo chiede."),
    ),
    "mark_certified": Step(
        run=lambda m, by, data, act: actions.mark_certified(m, by=by, act=act, **data),
        form=forms.CertifiedForm,
        with_act=True,
        text=_("Qui annoti solo che il certificato esiste: la sua storia sta nel registro."),
    ),
    "extend_deadline": Step(
        run=lambda m, by, data, act: actions.extend_deadline(m, by=by, act=act, **data),
        form=forms.ExtensionForm,
        with_act=True,
        act_optional=True,
    ),
    "put_on_hold": Step(
        run=lambda m, by, data, act: actions.put_on_hold(m, by=by, **data),
        form=forms.ReasonForm,
        text=_("L'adesione resta, ma nessuno riceve promemoria sul termine."),
    ),
    "resume": Step(
        run=lambda m, by, data, act: actions.resume(m, by=by, **data),
        form=forms.NoteForm,
        text=_("L'organizzazione torna tra gli aderenti, con lo stesso termine di prima."),
    ),
    "leave": Step(
        run=lambda m, by, data, act: actions.leave(m, by=by, act=act, **data),
        form=forms.LeaveForm,
        with_act=True,
        act_optional=True,
        text=_("L'organizzazione esce dalla rete. La sua storia resta leggibile; potrà aderire di nuovo."),
    ),
}
