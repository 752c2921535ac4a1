// Tables of codings of a study, both ways, and those of Taguette.
#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "runtime/history/change_log.h"
#include "services/survey/app/study_exchange_testing.h"

namespace lotse::survey {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::ExportStudyRequest;
using v1alpha::ImportStudyRequest;

class StudyTablesTest : public StudyExchangeTest {
 protected:
  static ImportStudyRequest::Head TableHead(ImportStudyRequest::Format format) {
    auto head = Head(kStudy);
    head.set_format(format);
    head.set_codebook_id("buch");
    return head;
  }
  ErrorReason ImportTable(const std::string& csv) {
    return ImportFile(TableHead(ImportStudyRequest::FORMAT_CODINGS_CSV), csv);
  }
  // How often the log says that the material was read.
  int Reads(const char* study = kStudy) {
    int reads = 0;
    const absl::Status read = store_->Read([&](Tx& tx) {
      history::ReadEntries(tx.connection(), kEngagement, 0, 1000, [&](const history::Entry& entry) {
        if (entry.verb == history::kRead && entry.resource == study) ++reads;
        return true;
      });
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return reads;
  }
};

TEST_F(StudyTablesTest, CodingsComeBackFromEitherTable) {
  MakeMaterial();
  for (const auto format :
       {ExportStudyRequest::FORMAT_CODINGS_CSV, ExportStudyRequest::FORMAT_CODINGS_CSV_EXCEL_DE}) {
    ASSERT_EQ(Export(kStudy, format), kOk) << status_;
    EXPECT_THAT(Told(file_.findings), IsEmpty());
    EXPECT_EQ(file_.file_name, "s-codings.csv");
    EXPECT_THAT(file_.bytes, HasSubstr("Zugang > Wege"));
    ASSERT_EQ(ImportTable(file_.bytes), kOk) << status_;
    EXPECT_THAT(Told(imported_.findings()), IsEmpty());
    EXPECT_EQ(imported_.codings(), 3);
    ASSERT_EQ(List(), kOk) << status_;
    EXPECT_EQ(codings_.codings_size(), 3) << "they are there";
  }
}

TEST_F(StudyTablesTest, WhatIsThereComesBackAlsoOfRetiredCodesAndOnce) {
  MakeMaterial();
  ASSERT_EQ(Export(kStudy, ExportStudyRequest::FORMAT_CODINGS_CSV), kOk) << status_;
  const std::string csv = file_.bytes;
  EXPECT_THAT(csv, HasSubstr("auf 6")) << "the memo on the coding";
  v1alpha::RetireCodeRequest q;
  q.set_parent(kStudy);
  q.set_codebook_id("buch");
  q.set_revision(book_.revision());
  q.set_code_id("wege");
  v1alpha::CodebookStepResult retired;
  ASSERT_EQ(Call(&RetireCode, q, &retired), kOk) << status_;
  ASSERT_EQ(ImportTable(csv), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), IsEmpty());
  ASSERT_EQ(Export(kStudy, ExportStudyRequest::FORMAT_CODINGS_CSV), kOk) << status_;
  EXPECT_EQ(file_.bytes, csv) << "no memo is there twice";
  ASSERT_EQ(ImportTable(absl::StrCat(csv, "Gruppe 1,5,8,,Zugang > Wege,eins,\n")), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("the code is retired")));
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_EQ(codings_.codings_size(), 3);
}

TEST_F(StudyTablesTest, TextsOfOneTitleAreToldApart) {
  MakeMaterial();
  v1alpha::CreateStudyTextRequest q;
  google::protobuf::TextFormat::ParseFromString(
      R"(parent: "programmes/p/engagements/e/studies/s/cases/g"
         text { title: "Gruppe 1" kind: KIND_TRANSCRIPT language: "de"
                content: "Ganz anders." turns { range { end: 12 } speaker: "P01" } })",
      &q);
  q.set_text_id(Uuid(101));
  v1alpha::StudyText made;
  ASSERT_EQ(Call(&CreateStudyText, q, &made), kOk) << status_;
  const auto name = [](int number) { return absl::StrCat("Gruppe 1 [g/", Uuid(number), "]"); };
  ASSERT_EQ(Export(kStudy, ExportStudyRequest::FORMAT_CODINGS_CSV), kOk) << status_;
  EXPECT_THAT(Told(file_.findings), ElementsAre(HasSubstr("NOTE 1 texts have a title")))
      << "also of one without codings";
  EXPECT_THAT(file_.bytes, HasSubstr(name(100)));
  EXPECT_THAT(file_.bytes, Not(HasSubstr("Gruppe 1,")));
  constexpr char kHeading[] = "text,begin,end,quote,code,coder,memo\n";
  ASSERT_EQ(ImportTable(absl::StrCat(kHeading, name(101), ",0,4,Ganz,Haltung,eins,\n")), kOk)
      << status_;
  EXPECT_THAT(Told(imported_.findings()), IsEmpty());
  ASSERT_EQ(Export(kStudy, ExportStudyRequest::FORMAT_CODINGS_CSV), kOk) << status_;
  EXPECT_THAT(Told(file_.findings), ElementsAre(HasSubstr("NOTE 2 texts have a title")));
  EXPECT_THAT(file_.bytes, HasSubstr(name(101)));
  ASSERT_EQ(ImportTable(file_.bytes), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), IsEmpty());
  EXPECT_EQ(imported_.codings(), 4);
  ASSERT_EQ(ImportTable(absl::StrCat(kHeading, "Gruppe 1,0,4,,Haltung,eins,\n")), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()),
              ElementsAre(HasSubstr("WARNING 1 titles in the table are those of several texts"),
                          HasSubstr("ERROR Not read: there is no text `Gruppe 1`, or several")));
}

TEST_F(StudyTablesTest, ATextMayBeNamedWithItsPlaceWhereItsTitleIsEnough) {
  MakeMaterial();
  const std::string csv =
      absl::StrCat("text,begin,end,quote,code,coder,memo\nGruppe 1 [g/", Uuid(100),
                   "],4,8,geht,Haltung,eins,\nGruppe 1,9,11,es,Haltung,eins,\n");
  ASSERT_EQ(ImportTable(csv), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), IsEmpty());
  EXPECT_EQ(imported_.codings(), 2);
}

TEST_F(StudyTablesTest, NothingNewComesOntoWordsThatWereTakenBack) {
  MakeMaterial();
  v1alpha::StudyCase changed = case_;
  changed.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  constexpr char kHeading[] = "text,begin,end,quote,code,coder,memo\n";
  const struct {
    const char* row;
    ErrorReason reason;
  } cases[] = {
      {"Gruppe 1,13,16,,Zugang > Wege,eins,", kReleaseBlocked},  // Of P01.
      {"Gruppe 1,9,15,,Haltung,eins,", kReleaseBlocked},         // Of both.
      {"Gruppe 1,13,16,,Haltung,eins,Neu", kReleaseBlocked},     // A memo on what is there.
      {"Gruppe 1,13,16,,Haltung,eins,", kOk},                    // It is there.
      {"Gruppe 1,4,8,,Haltung,eins,Neu", kOk},                   // Of M1.
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ImportTable(absl::StrCat(kHeading, c.row, "\n")), c.reason) << c.row << status_;
    if (c.reason == kOk) EXPECT_THAT(Told(imported_.findings()), IsEmpty()) << c.row;
  }
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_EQ(codings_.codings_size(), 2) << "of M1";
}

TEST_F(StudyTablesTest, RowsThatDoNotFitAreErrorsAndStoreNothing) {
  MakeMaterial();
  constexpr char kHeading[] = "text,begin,end,quote,code,coder,memo\n";
  const struct {
    const char* row;
    const char* column;
  } cases[] = {
      {"Gruppe 9,0,3,,Haltung,eins,", "text"},     {"Gruppe 1,0,99,,Haltung,eins,", "end"},
      {"Gruppe 1,0,3,Was,Haltung,eins,", "quote"}, {"Gruppe 1,0,3,,Fehlt,eins,", "code"},
      {"Gruppe 1,0,3,,Zugang,eins,", "code"},      {"Gruppe 1,0,3,,Haltung,Weber,", "coder"},
  };
  for (const auto& [row, column] : cases) {
    ASSERT_EQ(ImportTable(absl::StrCat(kHeading, "Gruppe 1,4,8,,Haltung,eins,\n", row, "\n")), kOk)
        << row << status_;
    EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("ERROR"))) << row;
    EXPECT_EQ(imported_.findings(0).line(), 3) << row;
    EXPECT_EQ(imported_.findings(0).column(), column) << row;
    EXPECT_THAT(Told(imported_.findings()), Not(Contains(HasSubstr("Weber")))) << row;
    ASSERT_EQ(List(), kOk) << status_;
    EXPECT_EQ(codings_.codings_size(), 3) << row;
  }
  EXPECT_EQ(ImportTable("x\n1\n"), type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE);
  auto head = TableHead(ImportStudyRequest::FORMAT_CODINGS_CSV);
  head.set_codebook_id("fehlt");
  EXPECT_EQ(ImportFile(head, kHeading), kInvalid);
}

TEST_F(StudyTablesTest, WhoComparesQuotesIsNotedAsReader) {
  MakeMaterial();
  auto head = TableHead(ImportStudyRequest::FORMAT_TAGUETTE_CSV);
  head.set_coder("zwei");
  constexpr char kHeading[] = "id,document,tag,content\n";
  ASSERT_EQ(Reads(), 0);
  ASSERT_EQ(ImportFile(head, absl::StrCat(kHeading, "1,Gruppe 1,Haltung,Ach\n")), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("ERROR")));
  EXPECT_EQ(Reads(), 1) << "it is told that this does not stand there";
  head.set_validate_only(true);
  const std::string csv = absl::StrCat(kHeading, "1,Gruppe 1,Haltung,Wie geht\n");
  ASSERT_EQ(ImportFile(head, csv), kOk) << status_;
  EXPECT_EQ(Reads(), 2) << "also if it is only tried";
  ASSERT_EQ(ImportTable("text,begin,end,quote,code,coder,memo\nGruppe 1,0,3,Wie,Haltung,eins,\n"),
            kOk)
      << status_;
  EXPECT_EQ(Reads(), 3);
  ASSERT_EQ(Export(), kOk) << status_;  // Its entry is made by the stream.
  const std::string project = file_.bytes;
  ASSERT_EQ(ImportFile(Head(kStudy), project), kOk) << status_;
  EXPECT_EQ(Reads(), 4) << "its texts are compared with those that are there";
  MakeEmptyStudy();
  ASSERT_EQ(ImportFile(Head(), project), kOk) << status_;
  EXPECT_EQ(Reads(kEmptyStudy), 0) << "it was compared with nothing";
  head = Head();
  head.set_validate_only(true);
  ASSERT_EQ(ImportFile(head, project), kOk) << status_;
  EXPECT_EQ(Reads(kEmptyStudy), 1) << "now it is, and also if it is only tried";
}

TEST_F(StudyTablesTest, HighlightsOfTaguetteAreCodings) {
  MakeMaterial();
  auto head = TableHead(ImportStudyRequest::FORMAT_TAGUETTE_CSV);
  const std::string csv =
      "id,document,tag,content\n1,Gruppe 1,Haltung,Wie geht\n1,Gruppe 1,Wege,Wie geht\n"
      "2,Gruppe 1,,danke\n";
  ASSERT_EQ(ImportFile(head, csv), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("in `coders` or `coder`")));
  head.set_coder("zwei");
  ASSERT_EQ(ImportFile(head, absl::StrCat(csv, "1,Gruppe 1,Fehlt,Wie geht\n")), kOk) << status_;
  ASSERT_THAT(Told(imported_.findings()), Contains(HasSubstr("no such code")));
  const auto& last = *imported_.findings().rbegin();
  EXPECT_EQ(last.line(), 5) << "that of the tag";
  EXPECT_EQ(last.column(), "tag");
  ASSERT_EQ(ImportFile(head, csv), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("without a tag")));
  EXPECT_EQ(imported_.codings(), 2);
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_EQ(codings_.codings_size(), 5);
}

TEST_F(StudyTablesTest, WhoCodesBlindTakesInTheirOwn) {
  MakeMaterial();
  ASSERT_EQ(Export(kStudy, ExportStudyRequest::FORMAT_CODINGS_CSV), kOk) << status_;
  const std::string csv = file_.bytes;
  ASSERT_EQ(Export(), kOk) << status_;
  const std::string project = file_.bytes;
  MakeEmptyStudy();
  MakeBlind(kEmptyStudy);
  cause_.actor = "sub-9";
  ASSERT_EQ(ImportFile(Head(), project), kOk) << status_;
  ASSERT_THAT(Told(imported_.findings()), IsEmpty());
  auto head = TableHead(ImportStudyRequest::FORMAT_CODINGS_CSV);
  head.set_parent(kEmptyStudy);
  const std::string& book = imported_.codebooks(0);
  head.set_codebook_id(book.substr(book.rfind('/') + 1));
  cause_.actor = "sub-1";
  ASSERT_EQ(ImportFile(head, csv), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("blind"))) << "those of zwei";
}

TEST_F(StudyTablesTest, ATableWithTooManyCodingsIsRefused) {
  MakeMaterial();
  std::string csv = "text,begin,end,quote,code,coder,memo\n";
  for (int i = 0; i < 50'000; ++i) csv += "Gruppe 1,0,3,,Zugang > Wege,eins,\n";
  ASSERT_EQ(ImportTable(csv), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Not(Contains(HasSubstr("ERROR"))));
  csv += "Gruppe 1,0,3,,Zugang > Wege,eins,\n";
  ASSERT_EQ(ImportTable(csv), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("has 50001 codings")));
}

}  // namespace
}  // namespace lotse::survey
