#include <gmock/gmock.h>

#include "services/survey/app/study_text_testing.h"
#include "services/survey/qualitative/transcript/docx_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::ImportFinding;
using v1alpha::ImportStudyTextRequest;

constexpr auto kUnreadable = type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE;

class StudyTextImportTest : public StudyTextTest {
 protected:
  static ImportStudyTextRequest ImportRequest(
      const std::string& file,
      ImportStudyTextRequest::Format format = ImportStudyTextRequest::FORMAT_PLAIN_TEXT) {
    ImportStudyTextRequest q;
    q.set_parent(kCase);
    q.set_text_id(kTextId);
    q.set_title("Gruppe 1");
    q.set_kind(v1alpha::StudyText::KIND_TRANSCRIPT);
    q.set_language("de");
    q.set_format(format);
    q.set_content(file);
    return q;
  }
  // A file with a name in it, and whose it is.
  static ImportStudyTextRequest Named() {
    auto q = ImportRequest("M1: Na?\nFrau Weber: Gut. Sie sagt:\nP02: Ja.\n");
    q.add_speakers()->set_label("Frau Weber");
    q.mutable_speakers(0)->set_pseudonym("P01");
    return q;
  }
  ErrorReason Import(const ImportStudyTextRequest& q) {
    return Change(&ImportStudyText, q, &result_);
  }
};

TEST_F(StudyTextImportTest, ATranscriptIsKeptUnderPseudonyms) {
  MakeCase();
  auto q = Named();
  q.set_validate_only(true);
  ASSERT_EQ(Import(q), kOk) << status_;
  EXPECT_EQ(result_.text().content(), "Na?\nGut. Sie sagt:\nJa.");
  EXPECT_EQ(result_.text().turns_size(), 3);
  EXPECT_FALSE(result_.text().has_create_time());
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  q.clear_validate_only();
  ASSERT_EQ(Import(q), kOk) << status_;
  EXPECT_EQ(result_.text().content(), "");
  EXPECT_EQ(result_.text().revision(), 1);
  ASSERT_EQ(Get(), kOk) << status_;
  EXPECT_EQ(text_told_.title(), "Gruppe 1");
  EXPECT_THAT(Turns(), ElementsAre("0-3 M1", "4-18 P01", "19-22 P02"));
  EXPECT_THAT(FilesWith("Weber"), IsEmpty()) << "labels are kept nowhere";
  ASSERT_EQ(Import(q), kOk) << status_;
  EXPECT_EQ(result_.text().revision(), 1);
  EXPECT_THAT(Notes(), ElementsAre("IMPORT_STUDY_TEXT "));
  q.set_content("M1: Na?\nFrau Weber: Nein.\n");
  EXPECT_EQ(Import(q), kExists);
}

TEST_F(StudyTextImportTest, ReadsEachFormat) {
  MakeCase();
  using Request = ImportStudyTextRequest;
  const struct {
    Request::Format format;
    std::string file;
  } cases[] = {
      {Request::FORMAT_PLAIN_TEXT, "P01: Ja."},
      {Request::FORMAT_MARKDOWN, "**P01:** Ja."},
      {Request::FORMAT_DOCX, qualitative::Docx("<w:p><w:r><w:t>P01: Ja.</w:t></w:r></w:p>")},
      {Request::FORMAT_WEBVTT, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v P01>Ja.\n"},
      {Request::FORMAT_SUBRIP, "1\n00:00:01,000 --> 00:00:02,000\nP01: Ja.\n"},
  };
  for (const auto& c : cases) {
    auto q = ImportRequest(c.file, c.format);
    q.set_validate_only(true);
    ASSERT_EQ(Import(q), kOk) << c.format << " " << status_;
    EXPECT_EQ(result_.text().content(), "Ja.") << c.format;
    ASSERT_EQ(result_.text().turns_size(), 1) << c.format;
    EXPECT_EQ(result_.text().turns(0).speaker(), "P01") << c.format;
  }
  EXPECT_EQ(Import(ImportRequest("P01: Ja.", Request::FORMAT_WEBVTT)), kUnreadable);
  EXPECT_EQ(Import(ImportRequest("P01: Ja.", Request::FORMAT_DOCX)), kUnreadable);
}

TEST_F(StudyTextImportTest, ASpeakerWithoutPseudonymKeepsItFromBeingStored) {
  MakeCase();
  ASSERT_EQ(Import(ImportRequest("M1: Na?\nFrau Weber: Gut.\nM1: Ja?\nFrau Weber: Ja.\n")), kOk)
      << status_;
  EXPECT_FALSE(result_.has_text());
  ASSERT_EQ(result_.findings_size(), 1);
  EXPECT_EQ(result_.findings(0).severity(), ImportFinding::SEVERITY_ERROR);
  EXPECT_THAT(result_.findings(0).message(), Not(HasSubstr("Weber")));
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  EXPECT_THAT(Notes(), IsEmpty());
}

TEST_F(StudyTextImportTest, ASentenceWithAColonStaysOneInCaptions) {
  MakeCase();
  auto q = ImportRequest(
      "1\n00:00:01,000 --> 00:00:02,000\nFrau Weber: Ja.\n\n"
      "2\n00:00:02,000 --> 00:00:03,000\nZum Beispiel: der Bus.\n",
      ImportStudyTextRequest::FORMAT_SUBRIP);
  q.set_validate_only(true);
  ASSERT_EQ(Import(q), kOk) << status_;
  EXPECT_FALSE(result_.has_text()) << "nobody knows who these are";
  q.add_speakers()->set_label("Frau Weber");
  q.mutable_speakers(0)->set_pseudonym("P01");
  ASSERT_EQ(Import(q), kOk) << status_;
  EXPECT_EQ(result_.text().content(), "Ja.\nZum Beispiel: der Bus.");
  ASSERT_EQ(result_.text().turns_size(), 2);
  EXPECT_EQ(result_.text().turns(0).speaker(), "P01");
  EXPECT_EQ(result_.text().turns(1).speaker(), "");
}

TEST_F(StudyTextImportTest, WhatDoesNotFitIsRefused) {
  MakeCase();
  auto q = Named();
  q.clear_format();
  EXPECT_EQ(Import(q), kInvalid);
  q = Named();
  q.clear_title();
  EXPECT_EQ(Import(q), kInvalid);
  q = Named();
  q.clear_content();
  EXPECT_EQ(Import(q), kInvalid);
  q = Named();
  q.set_text_id("x");
  EXPECT_EQ(Import(q), kInvalid);
  q = Named();
  q.mutable_speakers(0)->set_pseudonym("Weber");
  EXPECT_EQ(Import(q), kInvalid);
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("Weber")));
  EXPECT_EQ(Import(ImportRequest("Weber \xC3\x28")), kUnreadable);
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("Weber")));
  q = Named();
  q.set_parent(std::string(kStudy) + "/cases/fehlt");
  EXPECT_EQ(Import(q), kNotFound);
  v1alpha::StudyCase withdrawn = case_;
  for (auto& each : *withdrawn.mutable_participants()) {
    each.set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  }
  ASSERT_EQ(UpdateCase(withdrawn), kOk) << status_;
  EXPECT_EQ(Import(Named()), kBlocked);
  q = Named();
  q.set_validate_only(true);
  EXPECT_EQ(Import(q), kBlocked);
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  EXPECT_EQ(Import(Named()), kDeleted);
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  EXPECT_THAT(Notes(), IsEmpty());
}

}  // namespace
}  // namespace lotse::survey
