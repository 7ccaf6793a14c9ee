"""The self-assessment: start, one question a screen, review, result."""

from ui import form, form_result, form_start, helper_bar

draft = form.opened()
helper_bar.draw(draft)
if draft is None:
    form_start.draw()
elif draft.score is not None:
    form_result.draw(draft, draft.score)
else:
    form.questions()
    form.code_reminder(draft)
