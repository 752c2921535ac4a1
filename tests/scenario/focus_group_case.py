"""A study of focus groups in daemons whose callers say who they are, and what tests ask of it."""

import collections

import focus_groups
from google.protobuf import text_format
from lotse.survey.v1alpha import study_case_pb2, study_pb2
from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing import samples
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.identity import ADMINS, IdentityCase
from lotse_testing.samples import ADMINISTRATION, ENGAGEMENT, PROGRAMME, text

STUDY = f"{ENGAGEMENT}/studies/gruppen"
CODERS = {"eins": "kodiert", "zwei": "kodiert-auch"}


def study(blind):
    return text_format.Parse(
        f"""title {{ variants {{ language: "de" text: "Sechs Gesprächsgruppen" }} }}
            kinds: KIND_FOCUS_GROUP blind: {str(blind).lower()}
            coders {{ coder_id: "eins" subject: "{CODERS["eins"]}" }}
            coders {{ coder_id: "zwei" subject: "{CODERS["zwei"]}" }}
            roles {{ code: "eltern" label {{ variants {{ language: "de" text: "Eltern" }}
                                             variants {{ language: "en" text: "Parents" }} }} }}
            roles {{ code: "andere" label {{ variants {{ language: "de" text: "Andere" }} }} }}
            retention {{ names_months: 6 material_months: 24 }}""",
        study_pb2.Study(),
    )


def group_of(number):
    """Seven people and who leads. Three of them are parents, who agreed to be quoted."""
    made = study_case_pb2.StudyCase(title=text(f"Gruppe {number}"), kind="KIND_FOCUS_GROUP")
    made.held_date.CopyFrom(samples.day())
    for person in focus_groups.PEOPLE:
        parent = person <= 3
        made.participants.add(
            pseudonym=focus_groups.pseudonym(person),
            role="eltern" if parent else "andere",
            consent="CONSENT_QUOTES" if parent else "CONSENT_ANALYSIS",
        )
    made.staff.add(pseudonym=focus_groups.MODERATOR, role="ROLE_MODERATOR")
    return made


class FocusGroupCase(IdentityCase):
    def setUp(self):
        self.engagement = self.serve("engagement")
        self.admin = self.client(self.engagement, "eva", ADMINS)
        samples.make_programme(self.admin)
        samples.make_administration(self.admin)
        for parent in (PROGRAMME, ADMINISTRATION):
            self.grant(parent, "beratung", role_pb2.ROLE_INSTITUTE_CONSULTANT)
        self.plans = self.client(self.engagement, "beratung")
        samples.make_only_engagement(self.plans)
        self.keys = self.top / f"keys-{self.id()}"
        self.survey = self.serve(
            "survey", f"--keys_folder={self.keys}", engagement=self.engagement
        )
        self.consultant = self.listener("beratung")
        self.coders = {coder: self.known(subject, role_pb2.ROLE_ANALYST)
                       for coder, subject in CODERS.items()}  # fmt: skip
        self.comparing = self.known("vergleicht", role_pb2.ROLE_ANALYST)

    def grant(self, parent, subject, role):
        self.admin.CreateGrant(
            parent=parent, grant_id=subject,
            grant=grant_pb2.Grant(subject=subject, role=role, reason="Probe"),
        )  # fmt: skip

    def known(self, subject, role):
        self.grant(PROGRAMME, subject, role)
        return self.listener(subject)

    def listener(self, subject):
        """A client of somebody whose grant the daemon has heard of."""
        client = self.client(self.survey, subject)
        wait_for(lambda: error_of(client.ListStudies, parent=ENGAGEMENT) is None, "the grant")
        return client

    def files_with(self, word):
        return [path for folder in (self.survey.data_dir, self.keys) for path in folder.rglob("*")
                if path.is_file() and word.encode() in path.read_bytes()]  # fmt: skip

    def case(self, group):
        return f"{STUDY}/cases/gruppe-{group}"

    def place(self, group):
        return {"parent": self.case(group), "text_id": self.text_ids[group]}

    def text_name(self, group):
        return f"{self.case(group)}/texts/{self.text_ids[group]}"

    def code_name(self, theme):
        return f"{STUDY}/codebooks/buch/codes/{theme}"

    def content(self, group):
        return self.comparing.GetStudyText(**self.place(group))

    def codings(self, client=None, parent=STUDY, **fields):
        found, token = [], ""
        while True:
            page = (client or self.comparing).ListCodings(
                parent=parent, page_size=500, page_token=token, **fields
            )
            found += page.codings
            token = page.next_page_token
            if not token:
                return found

    def codes(self, parent):
        for book in self.comparing.ListCodebooks(parent=parent).codebooks:
            identifier = book.name.rsplit("/", 1)[1]
            yield from self.comparing.GetCodebook(parent=parent, codebook_id=identifier).codes

    def words_of(self, parent):
        """How often which coder gave which code to which words of which group."""
        contents = {}
        for case in self.comparing.ListStudyCases(parent=parent).study_cases:
            for listed in self.comparing.ListStudyTexts(parent=case.name).texts:
                text_id = listed.name.rsplit("/", 1)[1]
                stored = self.comparing.GetStudyText(parent=case.name, text_id=text_id)
                contents[listed.name] = (stored.title, stored.content)
        labels = {code.name.rsplit("/", 1)[-1]: code.label for code in self.codes(parent)}
        words = collections.Counter()
        for coding in self.codings(parent=parent):
            title, content = contents[coding.text]
            label = labels[coding.code.rsplit("/", 1)[1]]
            span = content[coding.range.begin : coding.range.end]
            words[title, content, coding.coder, label, span] += 1
        return words

    def change(self, method, group, parts):
        """Replaces parts `(begin, end, replacement)` of a text, the last first in the list; all
        codings of the text stay on their words."""
        before = self.content(group)
        codings = {c.name: (c.range.begin, c.range.end)
                   for c in self.codings(place=self.text_name(group))}  # fmt: skip

        def changed(begin, end):
            """What stands there afterwards."""
            words = before.content[begin:end]
            for first, last, replacement in parts:
                if begin <= first and last <= end:
                    words = words[: first - begin] + replacement + words[last - begin :]
            return words

        result = getattr(self.consultant, method)(
            **self.place(group), revision=before.revision,
            replacements=[{"range": {"begin": begin, "end": end}, "replacement": replacement}
                          for begin, end, replacement in reversed(parts)],
        )  # fmt: skip
        after = self.content(group)
        self.assertEqual(after.content, changed(0, len(before.content)))
        moved = self.codings(place=self.text_name(group))
        self.assertEqual({c.name for c in moved}, set(codings))
        for coding in moved:
            words = after.content[coding.range.begin : coding.range.end]
            self.assertEqual(words, changed(*codings[coding.name]))
        for old, new in zip(before.turns, after.turns, strict=True):
            self.assertEqual(old.speaker, new.speaker)
            self.assertEqual(
                after.content[new.range.begin : new.range.end],
                changed(old.range.begin, old.range.end),
            )
        return result
