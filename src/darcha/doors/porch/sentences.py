"""The sentence for each refusal, in the reader's language. A code without a sentence is a defect (tests/doors/porch).

Details arrive as the rooms know them: codes, ids, days. Departments, services and papers are told by their names, days in
the words of the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darcha.catalogue import queries as catalogue
from darcha.catalogue.errors import UnknownDepartment, UnknownService
from darcha.centres import queries as centres
from darcha.centres.errors import UnknownCounter
from darcha.doors.porch import dates, languages
from darcha.plumbing import clock

SENTENCES: dict[str, str | Promise] = {
    "access.not_allowed": _("You may not do this here. If you think you should, ask the head of the centre."),
    "access.unknown_employee": _("There is no such employee."),
    "access.wrong_password": _("The login or the password is wrong."),
    "access.too_many_tries": _(
        "Too many wrong passwords. Please try again after %(again_at)s, or ask the head of the centre."
    ),
    "access.password_too_weak": _("This password is too easy to guess. Take twelve signs or more, and no common word."),
    "access.login_is_taken": _("Somebody of another centre already signs in by this name."),
    "porch.too_large": _("This is too much to send at once: at most %(megabytes)s MB. Nothing was changed."),
    "blueprint.has_errors": _("The file has mistakes; nothing was loaded."),
    "practice.parameters_are_wrong": _("The parameters of the practice are wrong; nothing was played."),
    "display.panel_cannot_be_read": _(
        "From the farthest seat nobody could read such a screen. Choose another size or distance."
    ),
    "catalogue.unknown_department": _("There is no such department."),
    "catalogue.unknown_life_event": _("There is no such page. Choose what has happened in your life on the home page."),
    "catalogue.unknown_service": _("There is no such service, or it was not given on that day."),
    "catalogue.no_draft": _("Nobody is writing a next version of this service."),
    "catalogue.draft_outdated": _(
        "The service has another version since this draft was begun. Give the draft up and begin again from that version."
    ),
    "catalogue.draft_changed": _("Somebody else has changed the draft since you opened it. Look at it again first."),
    "catalogue.draft_incomplete": _("Something is still missing. The list above says what, and leads to each place."),
    "catalogue.nothing_changed": _("The draft says nothing new, so there is nothing to publish."),
    "catalogue.another_must_publish": _("You wrote this yourself. A second pair of eyes has to publish it."),
    "catalogue.validity_past": _("Choose today or a later day, and none before the version that is replaced."),
    "catalogue.policy_unknown": _("Say for each change what happens to open applications."),
    "catalogue.reason_for_change_missing": _("Write why the service changes. It stays with the version."),
    "catalogue.request_key_used": _(
        "This form was used for something else. Reload the page and try again; nothing was changed."
    ),
    "centres.unknown_centre": _("There is no such centre."),
    "centres.unknown_counter": _("There is no such window."),
    "centres.service_rests": _("This centre does not give this service until %(until)s. Its page says why."),
    "centres.service_not_here": _("This centre does not give this service."),
    "centres.offer_not_understood": _(
        "Write each text in three languages; a service that rests needs a later day and the reason."
    ),
    "centres.request_key_used": _(
        "This form was used for something else. Reload the page and try again; nothing was changed."
    ),
    "centres.department_not_here": _("This department does not sit in this centre."),
    "queue.centre_is_closed": _("The centre is closed now, so no ticket can be given out."),
    "queue.service_not_offered_here": _("This centre does not give this service."),
    "queue.department_does_not_sit": _(
        "%(department)s does not sit here any more today. It sits again on %(next_day)s, %(next_opens)s–%(next_closes)s."
    ),
    "queue.department_does_not_sit:unknown": _(
        "%(department)s does not sit here any more today, and no next day is set yet."
    ),
    "queue.time_is_taken": _(
        "This time cannot be booked: somebody was faster, or it is past. Please choose another one."
    ),
    "notices.unreachable_address": _("Nobody can be reached by this number or address. Please check it."),
    "notices.nothing_to_tell": _("There is nothing to tell any more: you are called already, or the visit is over."),
    "notices.request_key_used": _(
        "This form was used for something else. Reload the page and try again; nothing was changed."
    ),
    "queue.unknown_appointment": _("There is no such appointment. Check the address you kept."),
    "queue.appointment_is_over": _("This appointment is over: it was given back, checked in, or missed."),
    "queue.unknown_appointment_number": _(
        "No appointment of today has this number. Check its six digits, or take a ticket without it."
    ),
    "queue.too_early": _("Your appointment is at %(time)s. Please type your number again from %(again_at)s on."),
    "queue.appointment_is_another_day": _("Your appointment is not today: %(day)s, %(time)s."),
    "queue.too_many_matters": _("One ticket is for %(limit)s matters at most. Take another one for the rest."),
    "queue.unknown_need": _("This aid is not known. Please choose one of the pictures."),
    "queue.unknown_language": _("The house does not speak this language yet."),
    "queue.closed_to_phones": _(
        "This centre gives out tickets in the house alone. Come to the kiosk, or tell a colleague at the entrance."
    ),
    "queue.line_too_long_for_phones": _(
        "%(ahead)s people are ahead in this line, so it is closed to phones for now. Try again later, or take a ticket "
        "at the kiosk."
    ),
    "queue.enough_from_phones": _(
        "Enough people have joined this line from their phones for now. Try again in a quarter of an hour, or take a "
        "ticket at the kiosk."
    ),
    "queue.too_many_from_here": _(
        "Many tickets were taken from this device or network. Try again at %(again_at)s, or take a ticket at the kiosk."
    ),
    "queue.too_many_bookings": _(
        "Many times were booked or moved from this device or network. Try again at %(again_at)s, or just come: a share of "
        "the time is always for whoever walks in."
    ),
    "queue.too_many_wrong_numbers": _(
        "Too many wrong numbers were typed here. Type yours again at %(again_at)s, or take a ticket without it."
    ),
    "queue.not_a_person": _("Enter a telephone number or a personal number of 14 digits."),
    "queue.already_in_line": _(
        "There is a live ticket for this service with this number already. Open it on the phone it was taken with, or "
        "ask a colleague at the entrance."
    ),
    "queue.representative_limit": _(
        "One person takes %(limit)s tickets a day for others at most. Those you speak for can take a ticket themselves; "
        "a colleague at the entrance helps."
    ),
    "queue.nothing_is_missing": _("Nothing is missing, so nobody has to go home. Give a ticket."),
    "queue.paper_not_asked": _("This service does not ask for this paper."),
    "queue.unknown_ticket": _("There is no such ticket. Check the code on your slip."),
    "queue.unknown_number": _("No ticket of today has the number %(number)s."),
    "queue.not_of_a_block": _(
        "%(number)s is no number of a block: these are a line’s letter and %(first)s to %(last)s."
    ),
    "queue.not_within_the_day": _("The time written must lie between %(opens)s, when the centre opened, and now."),
    "queue.out_of_order_in_block": _(
        "%(other)s was written at %(written)s. A lower number cannot be later than a higher one: check both slips."
    ),
    "queue.number_is_taken": _("%(number)s is entered already."),
    "queue.ticket_is_not_waiting": _("This ticket is no longer in the line."),
    "queue.hall_is_open": _("The day is not over yet. It can be settled once the centre has closed."),
    "queue.counter_is_open": _("Somebody sits at this window already."),
    "queue.employee_sits_elsewhere": _("You have another window open. Close it first."),
    "queue.nothing_to_serve": _(
        "No service is assigned to you, so the window cannot be opened. Ask the head of the centre."
    ),
    "queue.counter_is_closed": _("This window is closed. Open it first."),
    "queue.nobody_sits_there": _("Nobody sits at window %(counter)s any more. Nothing was changed."),
    "queue.not_your_counter": _("Somebody else sits at this window."),
    "queue.counter_is_busy": _("Visitor %(number)s is still at this window. Finish first."),
    "queue.visit_is_not_over": _(
        "Visitor %(number)s is at window %(counter)s now. It can be closed once the visit is over."
    ),
    "queue.counter_is_paused": _("You have a break. End it, then call."),
    "queue.counter_is_not_paused": _("There is no break to end at this window."),
    "queue.unknown_reason": _("Choose why this window pauses."),
    "queue.break_ends_before": _("The break must end after it begins."),
    "queue.no_reason_to_go_on": _("Choose why the visit goes on elsewhere."),
    "queue.service_is_the_same": _("The visit is for this service already. Choose another one."),
    "queue.unknown_span": _("Choose for how long the visitor is set aside."),
    "queue.ticket_is_not_aside": _("This visitor is not set aside any more."),
    "queue.slip_is_coming": _("The paper is on its way. Please wait a moment."),
    "queue.slip_is_not_asked": _("Nobody has asked for paper for this ticket."),
    "queue.too_many_copies": _("%(limit)s copies of this ticket were printed. The number counts without paper too."),
    "queue.unknown_sentence": _("There is no such ready sentence. Choose one of the list."),
    "queue.unknown_message_span": _("Choose until when the message is shown."),
    "queue.message_cannot_be_read": _(
        "A message needs words in Uzbek, Russian and English, few enough to be read from %(metres)s metres."
    ),
    "queue.message_is_shown": _("The hall is told this already."),
    "queue.enough_messages": _("%(limit)s messages are shown at once at most. Withdraw one first."),
    "queue.unknown_message": _("There is no such message."),
    "queue.message_is_over": _("This message is not shown any more."),
    "queue.nothing_to_undo": _("There is nothing to take back at this window."),
    "queue.too_late_to_undo": _("A step can be taken back within %(seconds)s seconds. This one is older."),
    "queue.nobody_waits": _("Nobody is waiting whom this window can serve."),
    "queue.no_reason_out_of_turn": _("Choose why this visitor is called out of turn."),
    "queue.not_in_this_line": _("Nobody with the number %(number)s waits whom this window can serve now."),
    "queue.nobody_was_called": _("Nobody has been called to this window."),
    "queue.recalled_often_enough": _(
        "This visitor was called %(limit)s times more. Note that nobody came, and call the next one."
    ),
    "queue.nobody_is_served": _("Nobody is being served at this window."),
    "queue.unknown_visitor": _("Tell the visitor’s sex and age, so that the visit can be counted."),
    "queue.unknown_outcome": _("Choose how the visit ended."),
    "queue.request_key_used_elsewhere": _(
        "This form was used for something else. Reload the page and try again; nothing was changed."
    ),
    "cases.no_rules_offered": _("No newer rules are offered to this application now. Look at it again."),
    "cases.rules_do_not_fit": _(
        "The newer rules do not fit what has happened to this application. It goes on by its own rules."
    ),
    "cases.rules_came_too_late": _(
        "By the newer rules the last day would be over already. The application goes on by its own rules."
    ),
    "cases.unknown_case": _("There is no such application."),
    "cases.unknown_work_item": _("There is no such task."),
    "cases.unknown_ticket": _("There is no such ticket."),
    "cases.unknown_tracking_code": _(
        "No application has this code. Check it against your slip: 28 signs, with or without hyphens."
    ),
    "cases.unknown_document": _(
        "We have given out no document with this code. Check it, sign by sign, against the paper."
    ),
    "cases.service_not_offered_here": _("This centre does not give this service."),
    "cases.name_missing": _("Enter the applicant’s name."),
    "cases.name_too_long": _(
        "The name has %(length)s characters; at most %(limit)s fit. Enter it as it stands in the passport."
    ),
    "cases.applicant_not_understood": _("A field about the applicant cannot be read (%(field)s). Please correct it."),
    "cases.case_not_returned": _("This application was not given back, so nothing has to be brought."),
    "cases.work_item_not_open": _("This task is not open: it is done already, or waits for another department."),
    "cases.note_missing": _("Write the conditions, or why the department objects."),
    "cases.work_item_not_done": _("There is no answer that could be sent back."),
    "cases.not_of_the_department": _("This colleague does not work for the department. Choose another."),
    "cases.case_not_ready": _("It cannot be decided yet: not all departments have answered."),
    "cases.ground_missing": _("A refusal names its ground. Write it."),
    "cases.cannot_represent": _(
        "This person cannot act for the applicant. Look again at who acts, and at their paper."
    ),
    "cases.nobody_acts": _(
        "Nobody may fetch it for the applicant today. The applicant fetches it, or whoever acts shows a paper that holds."
    ),
    "cases.colleague_away": _("This colleague is away until %(until)s. Hand it to whoever stands in."),
    "access.absence_not_possible": _("This absence cannot be entered. Look again at its days and at who stands in."),
    "access.unknown_absence": _("This absence was ended already, or there is none. Reload the page."),
    "cases.clause_missing": _("A refusal names the act and article it rests on, in at most %(limit)s characters."),
    "cases.remedy_missing": _("Say what the applicant can do about the refusal: choose one."),
    "cases.four_eyes_needed": _("Two officers decide this service: propose it, and a colleague confirms."),
    "cases.four_eyes_not_asked": _("One officer decides this service: nothing is proposed."),
    "cases.already_proposed": _("A decision is proposed already. Confirm it or give it back."),
    "cases.nothing_proposed": _("No decision is proposed any more. Look at the case again."),
    "cases.same_eyes": _("Who proposed it or answered for this department does not confirm it. Ask a colleague."),
    "cases.words_missing": _("Say why it goes back, so that your colleague knows what to do."),
    "cases.too_early": _("The law does not allow a decision before %(not_before)s."),
    "cases.already_decided": _("This application is decided already."),
    "cases.case_not_accepted": _("This application was given back, so no time runs yet."),
    "cases.already_suspended": _("The applicant is correcting it already. One request at a time."),
    "cases.not_suspended": _("The applicant was not asked to correct anything, so nothing has to go on."),
    "cases.clock_stands": _("The applicant is still correcting it. Let the time go on first, or refuse it."),
    "cases.suspension_ground_unknown": _("Choose: something is wrong, or something is missing."),
    "cases.correction_missing": _("Say what has to be corrected."),
    "cases.not_extendable": _("The law does not allow a longer time for this service."),
    "cases.extension_too_long": _("The law does not allow so long a time for this service."),
    "cases.extension_not_longer": _("This is not longer than the time it has already."),
    "cases.extension_ground_missing": _("Say why more time is needed. The applicant reads it."),
    "cases.clock_has_run_out": _("The last day is over: the time can be neither stopped nor extended."),
    "cases.event_out_of_order": _("Something later has happened to this application already."),
    "cases.case_not_granted": _("A document can be given out only for a granted application."),
    "cases.already_issued": _("The document of this application is given out already."),
    "cases.fee_not_set": _("Nobody has said yet how much it costs. The department sets the sum first."),
    "cases.fee_is_reckoned": _("The table of fees tells this sum; nobody may set another."),
    "cases.fee_not_understood": _("Please write a whole sum in soʻm, or a whole number."),
    "cases.fee_words_missing": _("Say why it costs that; the applicant reads it."),
    "cases.nothing_owed": _("Nothing is to be paid for this application."),
    "cases.already_paid": _("It is paid already: receipt %(receipt)s."),
    "cases.payment_not_whole": _("The fee is paid whole and at once: %(owed)s soʻm, not more and not less."),
    "cases.way_to_pay_unknown": _("Choose: in cash, by card, or by bank transfer."),
    "cases.reference_not_right": _(
        "A payment by card needs the number of the terminal’s slip, a transfer that of the bank: letters, digits and hyphens. Cash has none."
    ),
    "cases.reference_used": _("This transfer has paid another fee already. Look at its number once more."),
    "cases.unknown_payment": _("There is no such payment."),
    "cases.payment_gone": _("This payment was taken back before, or is about to be given back."),
    "cases.too_late_to_undo": _("It is too late to take it back like that. Reverse it, and say why."),
    "cases.reversal_ground_missing": _("Say why the payment does not stand."),
    "cases.no_refund": _("A fee is given back only after a refusal, and only where the law of the service says so."),
    "cases.refund_needs_another": _("You asked for this refund, so a colleague has to confirm it."),
    "cases.refund_not_asked": _("Nobody has asked to give this fee back, or it is done already."),
    "cases.fee_owed": _("The fee is not paid yet. The document can be given out once it is."),
    "cases.notice_not_awaited": _("The time of this service does not start with a notice."),
    "cases.notice_given": _("The notice was given already."),
    "cases.notice_words_missing": _("Say what the applicant is told."),
    "cases.applied_already": _(
        "This person has application %(number)s for this service open. Go on with that one, or say why this is another."
    ),
    "cases.no_valid_document": _("No document of this application is valid now, so there is nothing to change."),
    "cases.nothing_to_correct": _(
        "This is what stands on the document already. Write what has to stand there instead."
    ),
    "cases.document_is_over": _("This document proves nothing any more and is not given out again."),
    "till.nothing_to_close": _("No money came or went since the till was counted."),
    "till.difference_not_named": _(
        "What was counted is not what is recorded: cash %(cash)s soʻm, card %(card)s soʻm. Count again, or say where it comes from."
    ),
    "till.count_not_understood": _("Please write whole numbers."),
    "till.unknown_closing": _("There is no such count."),
    "till.closing_corrected": _("This count was corrected already; correct the correction."),
    "till.correction_not_named": _("Say why the count is corrected."),
    "till.tills_open": _("Not every till of this day is counted yet: %(n)s. The day can be signed afterwards."),
    "till.day_not_over": _("This day is still to come."),
    "till.already_signed": _("This day is signed. To sign it again, say why."),
    "till.statement_not_understood": _("Line %(line)s of the statement is not a number and a sum. Nothing was kept."),
    "till.statement_read_before": _("This statement was read before."),
    "till.words_too_long": _("Please say it in at most %(limit)s characters."),
    "cases.purpose_missing": _("Say why you need to see personal data."),
    "cases.text_too_long": _("Please say it in at most %(limit)s characters."),
    "cases.outcome_unknown": _("Choose one of the outcomes."),
    "cases.request_key_used": _(
        "This form was used for something else. Reload the page and try again; nothing was changed."
    ),
    "cases.paper_not_asked": _("This service does not ask for this paper, so there is nothing to attach it to."),
    "cases.scan_not_recognised": _(
        "This file is not a JPEG, a PNG or a PDF, or only a part of one. Scan the paper again as one of these; nothing "
        "was kept."
    ),
    "cases.scan_too_large": _(
        "This file is too large. At most %(megabytes)s MB, %(pages)s pages or %(megapixels)s million pixels can be kept: "
        "scan it with fewer dots, or in parts."
    ),
    "cases.scan_harmful": _(
        "This file holds more than pages: a program, an attached file, a password, or far more than it seems. Scan the "
        "paper itself and attach that; nothing was kept."
    ),
    "cases.reason_missing": _(
        "This file opens through a visit or a task of yours. Without one, say why; the head of the centre reads it."
    ),
    "cases.unknown_draft": _(
        "There is no draft under this code: it was deleted, or 30 days have passed. Begin anew; it takes a few minutes."
    ),
    "cases.draft_is_sent": _("This application is sent already. Follow it with its tracking code."),
    "cases.draft_incomplete": _("Something is missing, so nothing was sent. The list says what."),
    "cases.not_taken_from_home": _("This service is taken at a window only."),
    "cases.too_many_drafts": _(
        "Many applications were begun from this device or network. Try again at %(again_at)s, or come to a window."
    ),
    "cases.too_many_scans": _("Of one paper %(limit)s files are taken. Take one out, or put the pages into one PDF."),
    "cases.identity_not_shown": _(
        "The application came from home. Look at the identity document and the papers of who fetches it, and say that "
        "you have."
    ),
    "cases.reason_too_short": _("Say why in at least %(limit)s characters."),
    "cases.case_erased": _(
        "The personal data of this application are erased: the time for which they may be kept is over."
    ),
    "cases.not_over": _("These personal data still have to be kept, so nothing is erased."),
    "cases.unknown_scan": _("There is no such scan."),
    "cases.scan_damaged": _(
        "The file of this scan is lost or damaged. Scan the paper again, and tell whoever looks after the computers."
    ),
    "feedback.unknown_survey_code": _("No visit has this survey code. Check the code on your slip."),
    "feedback.survey_is_over": _("This survey is closed: answers are taken for fourteen days after the visit."),
    "feedback.already_answered": _("This code has been used. One code, one answer. Thank you!"),
    "feedback.no_such_face": _("Choose one of the five faces for both questions."),
    "portal.unknown_appeal_code": _("Nothing was written to us under this code. Check it, sign by sign."),
    "feedback.no_words": _("Write what you want to say."),
    "feedback.appeal_too_long": _("Please say it in at most %(limit)s characters."),
    "feedback.visit_is_to_come": _("The day of the visit is still to come."),
    "feedback.too_many_appeals": _(
        "Very much was written from this device or this network today. Try again tomorrow, or ask at the entrance for paper."
    ),
    "feedback.unknown_appeal": _("There is no such complaint or suggestion."),
    "feedback.appeal_is_answered": _("%(number)s has an answer already."),
    "feedback.unknown_theme": _("Choose themes of the list."),
    "feedback.appeal_is_kept": _("%(number)s is kept longer: its time is not over."),
    "feedback.text_too_long": _("Please say it in at most %(limit)s characters."),
    "monitoring.day_is_not_over": _("The day %(day)s has not begun yet."),
    "monitoring.unknown_look": _("There is no such question any more: something done since has answered it."),
    "monitoring.outcome_unknown": _("Choose one of the outcomes."),
    "monitoring.own_look": _("This question is about a look of your own. Somebody else settles it."),
    "monitoring.look_is_settled": _("This question was settled meanwhile. Reload the page to see how."),
    "monitoring.period_is_empty": _("The period ends before it begins: from %(since)s to %(until)s."),
    "portal.no_centre_here": _("No centre is set up in this house yet."),
    "portal.unknown_ticket_code": _(
        "No ticket has this code. Perhaps the address was mistyped; the code is on your slip."
    ),
    "portal.unknown_appointment_code": _("There is no such appointment. Check the address you kept."),
    "portal.unknown_tracking_code": _(
        "No application has this code. Check it against your slip: 28 signs, with or without hyphens."
    ),
    "portal.unknown_verification_code": _(
        "We have given out no document with this code. Check it, sign by sign, against the paper."
    ),
}

_MOMENTS = ("again_at",)
_DAYS = ("day", "since", "until", "next_day", "not_before")


class _Details(dict[str, object]):
    """Details of a refusal, a dash where a sentence asks for more than the room gave."""

    def __missing__(self, name: str) -> str:
        return "–"


def sentence(code: str, details: Mapping[str, object]) -> str:
    """Return what the reader is told for `code`; "<code>:unknown" is told where a detail is None."""
    text = SENTENCES.get(f"{code}:unknown") if None in details.values() else None
    text = text or SENTENCES.get(code)
    if text is None:
        return gettext("This is not possible now (%(code)s). Please ask a colleague.") % {"code": code}
    return str(text) % _Details({name: _told(name, value) for name, value in details.items()})


def _told(name: str, value: object) -> object:
    language = languages.current()
    try:
        if name in _MOMENTS and isinstance(value, str):
            value = datetime.fromisoformat(value)
        elif name in _DAYS and isinstance(value, str):
            value = date.fromisoformat(value)
    except ValueError:
        return value
    if isinstance(value, datetime):
        return dates.clock_time(value, zone=settings.TIME_ZONE)
    if isinstance(value, date):
        return dates.weekday_and_day(value, language=language)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return _name_of(name, value, language) or value


def _name_of(name: str, value: object, language: str) -> str | None:
    today = clock.now().date()
    try:
        if name in ("department", "department_id") and isinstance(value, str):
            return catalogue.department(code=value).names.in_language(language)
        if name in ("service", "service_id") and isinstance(value, str):
            return catalogue.service_version(code=value, on=today).names.in_language(language)
        if name == "counter" and isinstance(value, int):
            return str(centres.counter(counter_id=value).number)
    except (UnknownDepartment, UnknownService, UnknownCounter):
        pass
    return None
