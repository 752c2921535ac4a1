#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/survey/app/coding_testing.h"
#include "services/survey/app/study_memos.h"
#include "services/survey/exchange/refi/project_file.h"

// What the tests of files of qualitative material share: the study s with a text of 24 code points,
// codings and memos, and an empty one z of the same form.
namespace lotse::survey {

inline constexpr char kEmptyStudy[] = "programmes/p/engagements/e/studies/z";

class StudyExchangeTest : public CodingTest {
 protected:
  static constexpr auto kReleaseBlocked = type::v1alpha::ERROR_REASON_RELEASE_BLOCKED;

  static std::string TextName() { return absl::StrCat(kCase, "/texts/", Uuid(100)); }

  void MakeMaterial() {
    MakeCase();
    v1alpha::Study study = study_;
    auto* const second = study.add_coders();
    second->set_coder_id("zwei");
    second->set_subject("sub-2");
    ASSERT_EQ(UpdateStudy(study), kOk) << status_;
    MakeBook();
    v1alpha::CreateStudyTextRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/studies/s/cases/g"
           text { title: "Gruppe 1" kind: KIND_TRANSCRIPT language: "de"
                  content: "Wie geht es?\nGut, danke."
                  turns { range { end: 12 } speaker: "M1" start_offset { seconds: 1 } }
                  turns { range { begin: 13 end: 24 } speaker: "P01" } })",
        &q);
    q.set_text_id(Uuid(100));
    v1alpha::StudyText made;
    ASSERT_EQ(Call(&CreateStudyText, q, &made), kOk) << status_;
    cause_.actor = "sub-1";
    ASSERT_EQ(Code(1, 0, 3, "wege", "eins"), kOk) << status_;
    ASSERT_EQ(Code(2, 13, 16, "haltung", "eins"), kOk) << status_;
    for (const std::string& subject :
         {std::string(kStudy), std::string(kCase), TextName(), std::string(kBook),
          absl::StrCat(kBook, "/codes/wege"), absl::StrCat(kStudy, "/codings/", Uuid(1))}) {
      ASSERT_EQ(Note(subject), kOk) << subject << status_;
    }
    cause_.actor = "sub-2";
    ASSERT_EQ(Code(3, 13, 24, "wege", "zwei"), kOk) << status_;
    cause_.actor = "tester";
  }
  // Codes `geht` in the file.
  static void CodeInFile(refi::Project* project, const std::string& code_guid) {
    refi::TextSelection selection;
    selection.guid = Uuid(900);
    selection.name = "geht";
    selection.span = {4, 8};
    refi::Coding coding;
    coding.guid = Uuid(901);
    coding.creating_user = project->users[0].guid;
    coding.code = code_guid;
    selection.codings.push_back(coding);
    project->texts[0].selections.push_back(selection);
  }
  static refi::Code* CodeNamed(std::vector<refi::Code>* codes, const std::string& name) {
    for (refi::Code& code : *codes) {
      if (code.name == name) return &code;
      if (refi::Code* const below = CodeNamed(&code.codes, name)) return below;
    }
    return nullptr;
  }
  // An empty study with the same coders, attributes and guide.
  void MakeEmptyStudy() {
    v1alpha::CreateStudyRequest q;
    q.set_parent(kEngagement);
    q.set_study_id("z");
    *q.mutable_study() = study_;
    q.mutable_study()->clear_name();
    q.mutable_study()->set_blind(false);
    v1alpha::Study made;
    ASSERT_EQ(Run(q, &made), kOk) << status_;
    auto guide = GuideRequest();
    guide.set_parent(kEmptyStudy);
    v1alpha::Guide guide_made;
    ASSERT_EQ(Run(guide, &guide_made), kOk) << status_;
  }
  void MakeBlind(const char* name) {
    v1alpha::Study blind;
    ASSERT_EQ(ByName<v1alpha::GetStudyRequest>(name, &blind), kOk) << status_;
    blind.set_blind(true);
    v1alpha::UpdateStudyRequest update;
    *update.mutable_study() = blind;
    update.mutable_update_mask()->add_paths("*");
    ASSERT_EQ(Run(update, &blind), kOk) << status_;
  }
  ErrorReason Code(int number, int begin, int end, const char* code, const char* coder) {
    auto q = CodingRequest(number, code, coder);
    q.mutable_coding()->set_text(TextName());
    q.mutable_coding()->mutable_range()->set_begin(begin);
    q.mutable_coding()->mutable_range()->set_end(end);
    return Create(q);
  }
  ErrorReason Note(const std::string& subject) {
    v1alpha::CreateStudyMemoRequest q;
    q.set_parent(kStudy);
    q.set_memo_id(Uuid(200 + ++memos_));
    q.mutable_memo()->set_subject(subject);
    q.mutable_memo()->set_content(absl::StrCat("Fällt auf ", memos_));
    q.mutable_memo()->set_coder("eins");
    v1alpha::StudyMemo made;
    return Call(&CreateStudyMemo, q, &made);
  }

  ErrorReason Export(const char* study = kStudy, v1alpha::ExportStudyRequest::Format format =
                                                     v1alpha::ExportStudyRequest::FORMAT_QDPX) {
    v1alpha::ExportStudyRequest q;
    q.set_parent(study);
    q.set_format(format);
    file_ = {};
    auto file = ExportStudy(*store_, *studies_, {cause_, {}}, q);
    if (file.ok()) file_ = *std::move(file);
    return Reason(file.status());
  }
  static v1alpha::ImportStudyRequest::Head Head(const char* study = kEmptyStudy) {
    v1alpha::ImportStudyRequest::Head head;
    head.set_parent(study);
    head.set_format(v1alpha::ImportStudyRequest::FORMAT_QDPX);
    return head;
  }
  ErrorReason ImportFile(const v1alpha::ImportStudyRequest::Head& head, const std::string& file) {
    imported_.Clear();
    if (absl::Status s = rpc::InvalidFields(CheckImportHead(head)); !s.ok()) return Reason(s);
    return Reason(ImportStudy(*store_, *studies_, {cause_, {}}, head, file, &imported_));
  }
  refi::Project Project() const {
    auto read = refi::ReadProject(file_.bytes);
    return read.ok() ? read->project : refi::Project();
  }
  // The findings, as `WARNING message`.
  template <class Findings>
  static std::vector<std::string> Told(const Findings& findings) {
    std::vector<std::string> told;
    for (const v1alpha::ImportFinding& each : findings) {
      told.push_back(absl::StrCat(v1alpha::ImportFinding::Severity_Name(each.severity()).substr(9),
                                  " ", each.message()));
    }
    return told;
  }
  int CasesOf(const char* study) {
    v1alpha::ListStudyCasesRequest q;
    q.set_parent(study);
    v1alpha::ListStudyCasesResponse r;
    EXPECT_EQ(Run(q, &r), kOk) << status_;
    return r.study_cases_size();
  }
  // Whether nothing of the material is in a study.
  bool IsEmptyStudy(const char* study = kEmptyStudy) {
    EXPECT_EQ(Export(study), kOk) << status_;
    const refi::Project project = Project();
    return project.cases.empty() && project.texts.empty() && project.codes.empty() &&
           project.notes.empty();
  }

  int memos_ = 0;
  StudyFile file_;
  v1alpha::ImportStudyResponse imported_;
};

}  // namespace lotse::survey
