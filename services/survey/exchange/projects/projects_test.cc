// What a study hands out as a project is what it takes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/text_format.h"
#include "services/survey/exchange/projects/case_values.h"
#include "services/survey/exchange/projects/foreign_testing.h"
#include "services/survey/exchange/projects/project_words.h"
#include "services/survey/exchange/projects/read_project.h"
#include "services/survey/exchange/projects/write_project.h"
#include "services/survey/exchange/refi/project_file.h"

namespace lotse::survey::projects {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using v1alpha::ImportFinding;
using v1alpha::StudyCase;

constexpr char kStudyName[] = "programmes/p/engagements/e/studies/s";
constexpr int64_t kTime = 1'700'000'000'123'456;

v1alpha::Study StudyOfTest() {
  v1alpha::Study study;
  google::protobuf::TextFormat::ParseFromString(
      R"(coders { coder_id: "eins" subject: "sub-1" } coders { coder_id: "zwei" subject: "sub-2" }
         attributes { code: "alter" categories { code: "u40" } categories { code: "ab40" } }
         roles { code: "team" })",
      &study);
  study.set_name(kStudyName);
  return study;
}

// A UUID of version 4 with this number.
std::string GuidNumber(unsigned number) {
  return absl::StrFormat("%08x-0000-4000-8000-000000000000", number);
}

// The material of a study from a few random numbers, which are the same on every machine. Its texts
// have signs of several code points.
class RandomMaterial {
 public:
  explicit RandomMaterial(unsigned seed) : random_(seed) {}

  StudyMaterial Make() {
    material_.title = "Wie arbeitet das Haus?";
    for (int i = 1 + Number(2); i > 0; --i) AddCodebook();
    for (int i = 1 + Number(2); i > 0; --i) AddCase();
    AddMemo({}, {});
    AddRandomForeign(&random_, &material_);
    return std::move(material_);
  }

 private:
  int Number(int most) { return static_cast<int>(random_() % (static_cast<unsigned>(most) + 1)); }
  std::string NewGuid() { return GuidNumber(++guids_); }
  std::string Coder() { return Number(1) == 0 ? "eins" : "zwei"; }

  void AddMemo(MemoSubject subject, std::optional<qualitative::TextSpan> span) {
    material_.memos.push_back({NewGuid(), std::move(subject), span, Coder(), "Fällt auf\n😀 & <b>",
                               kTime, kTime + Number(1) * 1'000'000});
  }

  void AddCodebook() {
    CodebookMaterial& made = material_.codebooks.emplace_back();
    made.guid = NewGuid();
    made.title = absl::StrCat("Codebuch ", guids_);
    for (int i = 0; i < 4; ++i) {
      qualitative::Code code;
      code.id = Number(1) == 0 ? NewGuid() : absl::StrCat("code-", ++guids_);
      if (i > 0 && Number(1) == 0) code.parent = made.codes.codes[0].id;
      code.name = absl::StrCat("Äußerung ", i);
      code.definition = Number(1) == 0 ? "Was\ndazu gehört" : "";
      if (Number(1) == 0) code.examples = {"Na ja.", "Zwei\nZeilen"};
      if (Number(1) == 0) code.colour = "#12abef";
      code.retired = i == 3;
      made.codes.codes.push_back(std::move(code));
    }
    const std::string guid = made.guid;
    const std::string code = made.codes.codes[1].id;
    AddMemo({MemoSubject::Kind::kCodebook, guid, ""}, {});
    AddMemo({MemoSubject::Kind::kCode, guid, code}, {});
  }

  void AddCase() {
    CaseMaterial made;
    made.guid = NewGuid();
    google::protobuf::TextFormat::ParseFromString(
        R"(title { variants { language: "de" text: "Gruppe" } } kind: KIND_FOCUS_GROUP
           held_date { year: 2021 month: 1 day: 10 } duration_minutes: 90
           participants { pseudonym: "P01" role: "team" consent: CONSENT_QUOTES seat: 2
             consent_date { year: 2021 month: 1 day: 9 }
             values { attribute: "alter" category: "u40" } }
           participants { pseudonym: "P02" role: "team" consent: CONSENT_ANALYSIS }
           staff { pseudonym: "M1" role: ROLE_MODERATOR })",
        &made.content);
    const std::string guid = made.guid;
    material_.cases.push_back(std::move(made));
    AddMemo({MemoSubject::Kind::kCase, guid, ""}, {});
    for (int i = 1 + Number(1); i > 0; --i) AddText(guid);
  }

  void AddText(const std::string& case_guid) {
    TextMaterial made;
    made.guid = NewGuid();
    made.case_guid = case_guid;
    made.create_time = kTime;
    v1alpha::StudyText& content = made.content;
    content.set_title(absl::StrCat("Text ", guids_));
    content.set_kind(v1alpha::StudyText::KIND_TRANSCRIPT);
    if (Number(1) == 0) content.set_language("de");
    // Six code points and a line end each.
    for (int i = 0; i < 4; ++i) absl::StrAppend(content.mutable_content(), "Grüß 😀\n");
    for (int i = 0; i < 4; ++i) {
      auto& turn = *content.add_turns();
      turn.mutable_range()->set_begin(i * 7);
      turn.mutable_range()->set_end(i * 7 + 6);
      turn.set_speaker(i == 0 ? "M1" : i == 3 ? "" : absl::StrCat("P0", i));
      if (Number(1) == 0) turn.mutable_start_offset()->set_seconds(i);
      if (Number(1) == 0) turn.mutable_end_offset()->set_nanos(250'000'000);
    }
    if (Number(1) == 0) {
      auto& media = *content.add_media();
      media.set_location("Archiv 7");
      media.set_media_type("audio/mpeg");
      media.set_sha256(std::string(64, 'a'));
      if (Number(1) == 0) media.mutable_length()->set_seconds(90);
    }
    const std::string guid = made.guid;
    material_.texts.push_back(std::move(made));
    AddMemo({MemoSubject::Kind::kText, guid, ""}, {});
    AddMemo({MemoSubject::Kind::kText, guid, ""}, qualitative::TextSpan{0, 4});
    for (int i = 0; i < 5; ++i) AddCoding(guid, i);
  }

  void AddCoding(const std::string& text_guid, int begin) {
    const CodebookMaterial& book = material_.codebooks[random_() % material_.codebooks.size()];
    material_.codings.push_back({NewGuid(),
                                 text_guid,
                                 {begin, begin + 1 + Number(9)},
                                 book.guid,
                                 book.codes.codes[random_() % 4].id,
                                 Coder(),
                                 kTime});
    const std::string guid = material_.codings.back().guid;
    if (Number(1) == 0) AddMemo({MemoSubject::Kind::kCoding, guid, ""}, {});
  }

  std::mt19937 random_;
  unsigned guids_ = 0;
  StudyMaterial material_;
};

class ProjectsTest : public testing::Test {
 protected:
  // What a project makes of a study; its findings are in told_.
  StudyMaterial Read(const refi::Project& project) {
    FindingList findings;
    StudyMaterial material = ReadMaterial(project, {study_, head_, own_coder_, cases_}, &findings);
    told_.clear();
    for (const ImportFinding& each : std::move(findings).Take()) {
      told_.push_back(absl::StrCat(ImportFinding::Severity_Name(each.severity()).substr(9), " ",
                                   each.code(), " ", each.message()));
    }
    return material;
  }
  static refi::Project ProjectOf(const StudyMaterial& material) {
    FindingList findings;
    refi::Project project = MakeProject(material, &findings);
    EXPECT_THAT(std::move(findings).Take(), IsEmpty());
    return project;
  }
  // A project of another program with one text and one code.
  static refi::Project OtherProject() {
    refi::Project project;
    project.name = "Masterarbeit Weber";
    project.users.push_back({GuidNumber(1), "Frau Weber", ""});
    project.codes.push_back({GuidNumber(2), "Zugang", true, "#ABC", "", {}, {}});
    refi::Text text;
    text.guid = GuidNumber(3);
    text.name = "Interview Weber";
    text.text = "Wir reden. e\xCC\x81";
    refi::TextSelection selection;
    selection.guid = GuidNumber(4);
    selection.span = {0, 3};
    selection.codings.push_back({GuidNumber(5), GuidNumber(1), "", GuidNumber(2), {}});
    text.selections.push_back(selection);
    project.texts.push_back(text);
    return project;
  }
  // A note of its user.
  static refi::Text NoteNumber(unsigned number) {
    refi::Text note;
    note.guid = GuidNumber(number);
    note.text = "Warum?";
    note.authorship.creating_user = GuidNumber(1);
    return note;
  }
  // What is needed for that one.
  void SayAll() {
    head_.set_codebook_id("buch");
    auto& coder = *head_.add_coders();
    coder.set_user("Frau Weber");
    coder.set_coder_id("zwei");
    head_.mutable_new_case()->set_kind(StudyCase::KIND_INTERVIEW);
    head_.mutable_new_case()->mutable_title()->add_variants()->set_text("Interview");
    head_.set_text_kind(v1alpha::StudyText::KIND_TRANSCRIPT);
    head_.set_language("de");
  }

  v1alpha::Study study_ = StudyOfTest();
  v1alpha::ImportStudyRequest::Head head_;
  std::string own_coder_;
  std::map<std::string, StudyCase> cases_;
  std::vector<std::string> told_;
};

TEST_F(ProjectsTest, RandomMaterialComesBackAsItWas) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    const refi::Project project = ProjectOf(RandomMaterial(seed).Make());
    const auto archive = refi::WriteProject(project);
    ASSERT_TRUE(archive.ok()) << seed << ": " << archive.status();
    const auto file = refi::ReadProject(*archive);
    ASSERT_TRUE(file.ok()) << seed << ": " << file.status();
    EXPECT_THAT(file->findings, IsEmpty()) << seed;
    const StudyMaterial material = Read(file->project);
    EXPECT_THAT(told_, IsEmpty()) << seed;
    EXPECT_EQ(ProjectOf(material), project) << seed;
  }
}

TEST_F(ProjectsTest, NobodyIsNamed) {
  const refi::Project project = ProjectOf(RandomMaterial(1).Make());
  for (const refi::User& user : project.users) {
    EXPECT_THAT(user.name, testing::AnyOf("eins", "zwei"));
    EXPECT_EQ(user.id, user.name);
  }
}

TEST_F(ProjectsTest, AProjectOfAnotherProgramIsTakenWithWhatTheCallerSays) {
  SayAll();
  const StudyMaterial material = Read(OtherProject());
  EXPECT_THAT(told_, Not(Contains(HasSubstr("ERROR"))));
  ASSERT_EQ(material.cases.size(), 1u);
  EXPECT_EQ(material.cases[0].content.title().variants(0).text(), "Interview 1");
  EXPECT_THAT(material.cases[0].content.name(), HasSubstr("/cases/case-"));
  ASSERT_EQ(material.texts.size(), 1u);
  EXPECT_EQ(material.texts[0].guid, GuidNumber(3));
  EXPECT_EQ(material.texts[0].content.title(), "Text 1") << "names of files name people";
  EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat("WARNING ", GuidNumber(3),
                                                     " The name of the source was left out"))));
  EXPECT_EQ(material.texts[0].content.language(), "de");
  ASSERT_EQ(material.codebooks.size(), 1u);
  EXPECT_EQ(material.codebooks[0].id, "buch");
  EXPECT_EQ(material.codebooks[0].title, "buch") << "and so does that of the project";
  EXPECT_EQ(material.codebooks[0].codes.codes[0].colour, "#aabbcc");
  ASSERT_EQ(material.codings.size(), 1u);
  EXPECT_EQ(material.codings[0].coder, "zwei");
}

TEST_F(ProjectsTest, WhatIsNotClearIsAnErrorAndNamesNobody) {
  Read(OtherProject());
  EXPECT_THAT(told_, Contains(HasSubstr("`codebook_id`")));
  EXPECT_THAT(told_, Contains(HasSubstr("`coders`")));
  EXPECT_THAT(told_, Contains(HasSubstr("`new_case`")));
  for (const std::string& each : told_) EXPECT_THAT(each, Not(HasSubstr("Weber"))) << each;
  SayAll();
  auto& place = *head_.add_places();
  place.set_source("Interview Weber");
  place.set_study_case_id("fehlt");
  Read(OtherProject());
  EXPECT_THAT(told_, Contains(HasSubstr("is no case of the study")));
  place.set_source("Interview Schmidt");
  Read(OtherProject());
  EXPECT_THAT(told_, Contains(HasSubstr("is no text of the file")));
}

TEST_F(ProjectsTest, ATextGoesWhereTheCallerPutsIt) {
  SayAll();
  cases_["g"].set_name(absl::StrCat(kStudyName, "/cases/g"));
  auto& place = *head_.add_places();
  place.set_source("Interview Weber");
  place.set_study_case_id("g");
  const StudyMaterial material = Read(OtherProject());
  ASSERT_EQ(material.cases.size(), 1u);
  EXPECT_TRUE(material.cases[0].is_there);
  EXPECT_EQ(material.texts[0].case_guid, material.cases[0].guid);
}

TEST_F(ProjectsTest, WhatAStudyHasNoPlaceForIsTold) {
  SayAll();
  head_.set_leave_out_foreign(true);
  refi::Project project = OtherProject();
  const auto guid = [](unsigned number) { return GuidNumber(100 + number); };
  project.media.push_back({refi::MediaKind::kAudio, guid(1), "", "", "<AudioSource/>"});
  project.graphs.push_back({guid(2), "", "<Graph/>"});
  project.links.push_back({guid(3), "", "OneWay", "", GuidNumber(2), GuidNumber(3), {}});
  project.sets.push_back({guid(4), "Menge", "", {GuidNumber(2)}, {}, {}});
  project.cases.push_back({guid(5), "Frau Weber", "", {}, {}, {}, {}});
  project.variables.push_back({guid(6), "Beruf", refi::VariableType::kText, ""});
  project.files.push_back({"sources/x.bin", "x"});
  project.texts[0].description = "Weber";
  project.texts[0].selections[0].span = {11, 12};
  project.notes.push_back({});
  project.notes[0].guid = guid(7);
  Read(project);
  for (unsigned i = 1; i <= 7; ++i) EXPECT_THAT(told_, Contains(HasSubstr(guid(i)))) << i;
  EXPECT_THAT(told_, Contains(HasSubstr("files of the archive")));
  EXPECT_THAT(told_, Contains(HasSubstr("cut a sign")));
  EXPECT_THAT(told_, Not(Contains(HasSubstr("ERROR"))));
  for (const std::string& each : told_) EXPECT_THAT(each, Not(HasSubstr("Weber"))) << each;
}

TEST_F(ProjectsTest, NotesOfOtherProgramsKeepTheirTitles) {
  SayAll();
  const struct {
    const char* name;
    const char* text;
    const char* content;  // Of the memo; empty: there is none.
  } cases[] = {
      {"Idee", "Warum?", "Idee\n\nWarum?"}, {"Idee", "", "Idee"}, {"", "Warum?", "Warum?"},
      {"Memo", "Warum?", "Warum?"},         {"Memo", "", ""},     {"lotse.code.retired", "", ""},
  };
  for (const auto& c : cases) {
    refi::Project project = OtherProject();
    project.notes.push_back(NoteNumber(50));
    project.notes[0].name = c.name;
    project.notes[0].text = c.text;
    std::string content;
    const StudyMaterial material = Read(project);
    for (const MemoMaterial& memo : material.memos) absl::StrAppend(&content, memo.content);
    EXPECT_EQ(content, c.content) << c.name << c.text;
    EXPECT_EQ(testing::Value(told_, Contains(HasSubstr("A note without a word"))), content.empty())
        << c.name << c.text;
  }
}

TEST_F(ProjectsTest, WhatAMemoHasNoPlaceForIsTold) {
  SayAll();
  refi::Project project = OtherProject();
  for (unsigned i = 50; i < 53; ++i) project.notes.push_back(NoteNumber(i));
  project.notes[0].description = "Weber";
  project.notes[0].note_refs = {GuidNumber(51)};
  project.notes[2].has_text = false;
  EXPECT_EQ(Read(project).memos.size(), 2u);
  const std::string warning = absl::StrCat("WARNING ", GuidNumber(50));
  EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat(warning, " Description and form"))));
  EXPECT_THAT(told_, Contains(HasSubstr(absl::StrCat(warning, " Notes on the note"))));
  EXPECT_THAT(told_, Contains(HasSubstr("its text is not in the archive")));
  for (const std::string& each : told_) EXPECT_THAT(each, Not(HasSubstr("Weber"))) << each;
}

TEST_F(ProjectsTest, TheSameCodingIsThereOnce) {
  SayAll();
  refi::Project project = OtherProject();
  auto again = project.texts[0].selections[0];
  again.guid = GuidNumber(40);
  again.codings[0].guid = GuidNumber(41);
  project.texts[0].selections.push_back(again);
  EXPECT_EQ(Read(project).codings.size(), 1u);
  EXPECT_THAT(told_, Contains(HasSubstr("one stays")));
}

TEST(ProjectWordsTest, TimesComeBack) {
  EXPECT_EQ(FromDateTime(ToDateTime(kTime)), kTime);
  EXPECT_EQ(FromDateTime("1970-01-01T02:00:01+02:00"), 1'000'000);
  EXPECT_EQ(FromDateTime("1970-01-01T00:00:01"), 1'000'000);
  EXPECT_EQ(FromDateTime("gestern"), std::nullopt);
  for (const TurnTimes times :
       {TurnTimes{}, TurnTimes{0, -1}, TurnTimes{-1, 1}, TurnTimes{1, 2050}}) {
    EXPECT_EQ(FromTurn(ToTurn(times)), times) << ToTurn(times);
  }
  for (const char* const wrong :
       {"", "x", "lotse.turn x", "lotse.turn 1.0-2.0", "lotse.turn 1.000"}) {
    EXPECT_EQ(FromTurn(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace lotse::survey::projects
