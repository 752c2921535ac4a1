"""Filling a questionnaire in as a front end does that knows nothing of its logic: it draws what it
is told, sends answers, and hands them in. Against the real daemon."""

import unittest

from identity_case import RespondentCase
from lotse.survey.v1alpha import answer_pb2, form_state_pb2, instrument_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case

Answer = answer_pb2.Answer
Kind = form_state_pb2.FormViolation.Kind
Question = instrument_pb2.Question
text = samples.text


def options(**labels):
    return [instrument_pb2.Option(code=code, label=text(label)) for code, label in labels.items()]


def questionnaire():
    """A trip: relevance, a filter of options, a repeat that is counted, calculations, piping and a
    constraint."""
    places = options(see="See", eis="Eisbahn")
    for place, season in zip(places, ("sommer", "winter"), strict=True):
        place.columns["season"] = season
    logic = instrument_pb2.QuestionLogic
    return instrument_pb2.Instrument(
        title=text("Ausflug", "Trip"),
        option_lists=[instrument_pb2.OptionList(code="orte", options=places)],
        sections=[
            instrument_pb2.InstrumentSection(
                questions=[
                    Question(
                        code="leitung", kind=Question.KIND_TEXT, required=True,
                        text=text("Wer leitet den Ausflug?"),
                    ),
                    Question(
                        code="saison", kind=Question.KIND_SINGLE_CHOICE, text=text("Wann?"),
                        options=options(sommer="Sommer", winter="Winter"),
                    ),
                    Question(
                        code="ort", kind=Question.KIND_SINGLE_CHOICE, option_list="orte",
                        text=text("Wohin, ${leitung}?", "Where to, ${leitung}?"),
                        logic=logic(
                            relevant="${saison} != ''", option_filter="season = ${saison}"
                        ),
                    ),
                ]
            ),
            instrument_pb2.InstrumentSection(
                questions=[
                    Question(
                        code="kinder", kind=Question.KIND_INTEGER, text=text("Wie viele Kinder?"),
                        logic=logic(
                            constraint=". <= 5",
                            constraint_message=text("${leitung} nimmt höchstens fünf mit"),
                        ),
                    ),
                    Question(
                        code="kind", kind=Question.KIND_REPEAT, text=text("Kind"),
                        logic=logic(repeat_count="${kinder}"),
                        questions=[
                            Question(code="name", kind=Question.KIND_TEXT, text=text("Name?")),
                            Question(
                                code="mag", kind=Question.KIND_TEXT, text=text("Was mag ${name}?"),
                                logic=logic(relevant="${name} != ''"),
                            ),
                        ],
                    ),
                    Question(
                        code="kosten", kind=Question.KIND_CALCULATION,
                        logic=logic(calculation="${kinder} * 10"),
                    ),
                ]
            ),
        ],
    )  # fmt: skip


class FrontEnd:
    """Holds answers and what it is told, and no logic: by code and instances."""

    def __init__(self, client, wave=samples.WAVE, **session):
        self.client = client
        self.wave = wave
        started = client.StartSession(parent=wave, **session)
        self.response_id = started.response_id
        self.form = started.form
        self.answers = {}
        self.former = {}
        self.take(started.state)

    @staticmethod
    def key(place):
        return (place.code, tuple(place.instances))

    def take(self, state):
        self.state = {self.key(one.place): one for one in state.elements}
        self.pages = list(state.pages)
        self.violations = list(state.violations)
        for key, element in self.state.items():
            if element.HasField("answer"):
                self.answers[key] = element.answer
            elif element.cleared:
                self.answers.pop(key, None)
        self.former = dict(self.answers)

    def answer(self, code, *instances, **value):
        self.answers[(code, instances)] = Answer(code=code, instances=instances, **value)
        told = self.client.EvaluateAnswers(
            parent=self.wave,
            response_id=self.response_id,
            answers=self.answers.values(),
            former_answers=self.former.values(),
            telling={"language": "de"},
        ).told
        self.take(told.state)

    def relevant(self):
        return {
            "/".join([code, *map(str, instances)])
            for (code, instances), element in self.state.items()
            if element.relevant
        }

    def text_of(self, code, *instances):
        return self.state[(code, instances)].text.variants[0].text

    def submit(self, **more):
        return self.client.SubmitResponse(
            parent=self.wave,
            response_id=self.response_id,
            answers=self.answers.values(),
            remove_not_asked=True,
            **more,
        )


class FormFilling(Case):
    def setUp(self):
        self.survey = self.daemon("survey")
        self.client = self.enterContext(connect(self.survey))

    def test_from_the_first_page_to_the_answers_that_are_handed_in(self):
        samples.make_wave(self.client, invited=True, identity="IDENTITY_CONFIDENTIAL",
                          asked=questionnaire())  # fmt: skip
        token = self.client.IssueInvitations(
            parent=samples.WAVE, recipients=[{"recipient": "1"}]
        ).invitations[0].token
        person = FrontEnd(self.client, invitation_token=token, language="de")
        self.assertEqual([page.section for page in person.form.pages], [1, 2])
        self.assertEqual(
            [item.code for page in person.form.pages for item in page.items],
            ["leitung", "saison", "ort", "kinder", "kind"],
        )
        self.assertEqual(
            person.relevant(), {"leitung", "saison", "kinder", "kind", "kosten"}
        )
        self.assertTrue(person.state[("leitung", ())].required)
        person.answer("leitung", text="Ada")
        person.answer("saison", choice="sommer")
        self.assertIn("ort", person.relevant())
        self.assertEqual(person.text_of("ort"), "Wohin, Ada?")
        self.assertEqual([o.code for o in person.state[("ort", ())].options], ["see"])
        person.answer("ort", choice="see")
        # Somebody goes back: the place is not offered any more.
        person.answer("saison", choice="winter")
        self.assertEqual([o.code for o in person.state[("ort", ())].options], ["eis"])
        self.assertEqual([v.kind for v in person.violations], [Kind.KIND_NOT_OFFERED])
        person.answer("ort", choice="eis")
        person.answer("kinder", integer=7)
        self.assertEqual([v.kind for v in person.violations], [Kind.KIND_CONSTRAINT])
        self.assertEqual(
            person.violations[0].message.variants[0].text, "Ada nimmt höchstens fünf mit"
        )
        person.answer("kinder", integer=2)
        self.assertEqual(person.violations, [])
        self.assertEqual(person.state[("kind", ())].count, 2)
        self.assertEqual(person.answers[("kosten", ())].content, "20")
        person.answer("name", 2, text="Bo")
        self.assertIn("mag/2", person.relevant())
        self.assertNotIn("mag/1", person.relevant())
        self.assertEqual(person.text_of("mag", 2), "Was mag Bo?")
        person.answer("mag", 2, text="Eis")
        # One child stays at home after all: what was said of the second is not asked any more.
        person.answer("kinder", integer=1)
        self.assertNotIn("mag/2", person.relevant())
        removed = person.submit(invitation_token=token).removed
        self.assertEqual({(p.code, *p.instances) for p in removed}, {("name", 2), ("mag", 2)})
        stored = self.client.ListResponses(parent=samples.WAVE).responses[0].answers
        self.assertEqual(
            {(a.code, *a.instances): a for a in stored},
            {
                ("leitung",): Answer(code="leitung", text="Ada"),
                ("saison",): Answer(code="saison", choice="winter"),
                ("ort",): Answer(code="ort", choice="eis"),
                ("kinder",): Answer(code="kinder", integer=1),
                ("kosten",): Answer(code="kosten", content="10"),
            },
        )

    def test_filling_in_leaves_no_trace_of_an_anonymous_wave(self):
        samples.make_wave(self.client, asked=questionnaire())
        changes = len(self.client.ListChanges(parent=samples.PROGRAMME).changes)
        person = FrontEnd(self.client)
        person.answer("leitung", text="Geheimrat")
        person.answer("kinder", integer=2)
        self.client.EvaluateBatch(
            parent=samples.WAVE, items=[{"answers": person.answers.values()}]
        )
        # An error says nothing of an answer either.
        error = error_of(
            self.client.EvaluateAnswers, parent=samples.WAVE, response_id="Geheimrat",
            answers=person.answers.values(),
        )  # fmt: skip
        self.assertEqual(error.reason, "INVALID_FIELDS")
        self.assertNotIn("Geheimrat", repr(error.message))
        self.assertEqual(len(self.client.ListChanges(parent=samples.PROGRAMME).changes), changes)
        for path in self.survey.data_dir.iterdir():
            stored = path.read_bytes() if path.is_file() else b""
            for trace in ("Geheimrat", person.response_id):
                self.assertNotIn(trace.encode(), stored, path.name)
        log = self.survey.log_text()
        for trace in ("Geheimrat", person.response_id, "EvaluateAnswers", "StartSession"):
            if trace.startswith(("Evaluate", "Start")):
                # A refused call is in the log, by its method alone.
                successes = [line for line in log.splitlines() if trace in line and '"OK"' in line]
                self.assertEqual(successes, [])
            else:
                self.assertNotIn(trace, log)

    def test_a_session_needs_an_open_wave_and_a_good_token(self):
        samples.make_wave(self.client, invited=True, asked=questionnaire())
        for token in ("", "0" * 26, "x"):
            error = error_of(
                self.client.StartSession, parent=samples.WAVE, invitation_token=token
            )
            self.assertEqual(error.reason, "INVITATION_REFUSED", token)
        samples.close_wave(self.client)
        items = [{}]
        for method, request in (
            (self.client.GetForm, {"name": samples.WAVE}),
            (self.client.StartSession, {"parent": samples.WAVE}),
            (self.client.EvaluateBatch, {"parent": samples.WAVE, "items": items}),
            (
                self.client.EvaluateAnswers,
                {"parent": samples.WAVE, "response_id": samples.response_id()},
            ),
        ):
            self.assertEqual(error_of(method, **request).reason, "WAVE_NOT_OPEN")
        # Whoever writes it sees it all the same.
        preview = self.client.PreviewForm(name=samples.INSTRUMENT, language="en")
        self.assertEqual(preview.form.title.variants[0].text, "Trip")
        self.assertEqual(list(preview.state.pages), [1, 2])

    def test_what_a_call_may_cost_is_limited(self):
        form = questionnaire()
        # Each of a thousand instances looks at all of them.
        form.sections[1].questions[1].questions.append(
            Question(
                code="teuer", kind=Question.KIND_CALCULATION,
                logic=instrument_pb2.QuestionLogic(
                    calculation=" + ".join(["count(${kind}[name = current()/../name])"] * 20)
                ),
            )
        )  # fmt: skip
        form.sections[1].questions[0].ClearField("logic")
        samples.make_wave(self.client, asked=form)
        hostile = {
            "parent": samples.WAVE,
            "response_id": samples.response_id(),
            "answers": [Answer(code="kinder", integer=1000)]
            + [
                Answer(code="name", instances=[i], text="x" * 2000) for i in range(1, 1001)
            ],
        }
        error = error_of(self.client.EvaluateAnswers, **hostile)
        self.assertEqual(error.reason, "INVALID_FIELDS")
        self.assertNotIn("xx", error.message)
        judged = self.client.EvaluateBatch(
            parent=samples.WAVE, items=[{"answers": hostile["answers"]}]
        )
        self.assertTrue(judged.results[0].too_large)
        # Others are served meanwhile and afterwards.
        self.client.EvaluateAnswers(parent=samples.WAVE, response_id=samples.response_id())


class Rights(RespondentCase):
    PEOPLE = {"rita": role_pb2.ROLE_RESPONDENT}

    def test_respondents_fill_in_and_writers_preview(self):
        respondent = self.respondent("rita")
        self.assertEqual(respondent.GetForm(name=samples.WAVE).instrument, samples.INSTRUMENT)
        FrontEnd(respondent).answer("alter", integer=40)
        error = error_of(respondent.PreviewForm, name=samples.INSTRUMENT)
        self.assertEqual(error.reason, "PERMISSION_MISSING")
        self.assertTrue(self.consultant.PreviewForm(name=samples.INSTRUMENT).form.pages)
        stranger = self.client(self.survey, "fremd")
        for method, field, name in (
            ("GetForm", "name", samples.WAVE),
            ("PreviewForm", "name", samples.INSTRUMENT),
            ("StartSession", "parent", samples.WAVE),
            ("EvaluateAnswers", "parent", samples.WAVE),
            ("EvaluateBatch", "parent", samples.WAVE),
        ):
            error = error_of(getattr(stranger, method), **{field: name})
            self.assertEqual(error.reason, "RESOURCE_NOT_FOUND", method)


if __name__ == "__main__":
    unittest.main()
