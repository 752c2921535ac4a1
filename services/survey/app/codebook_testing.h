#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/survey/app/coding_testing.h"

// What the tests of codebooks and of their steps share.
namespace lotse::survey {

class CodebooksTest : public CodingTest {
 protected:
  // A step on the codebook as it is in book_, which becomes what it is then.
  template <class Q>
  ErrorReason Step(absl::Status (*use_case)(resource::Store&, qualitative::StudyStore&,
                                            const OnBehalf&, const Q&,
                                            v1alpha::CodebookStepResult*),
                   Q q) {
    q.set_parent(kStudy);
    q.set_codebook_id("buch");
    if (q.revision() == 0) q.set_revision(book_.revision());
    const ErrorReason reason = Call(use_case, q, &result_);
    if (reason == kOk) book_ = result_.codebook();
    return reason;
  }
  ErrorReason Merge(const std::string& merged, const std::string& into, int64_t revision = 0) {
    v1alpha::MergeCodesRequest q;
    q.set_code_id(into);
    q.add_merged_code_ids(merged);
    q.set_revision(revision);
    return Step(&MergeCodes, q);
  }
  static v1alpha::NewCode NewCode(const std::string& id, const std::string& parent = "") {
    v1alpha::NewCode code;
    code.set_code_id(id);
    code.mutable_code()->set_label(absl::StrCat("Neu ", id));
    code.mutable_code()->set_parent(parent);
    code.mutable_code()->set_codable(true);
    return code;
  }
  ErrorReason Get(int64_t revision = 0, const char* id = "buch") {
    v1alpha::GetCodebookRequest q;
    q.set_parent(kStudy);
    q.set_codebook_id(id);
    q.set_revision(revision);
    return Call(&GetCodebook, q, &got_);
  }
  ErrorReason Changes(int size = 0, const std::string& token = "", const char* id = "buch") {
    v1alpha::ListCodebookChangesRequest q;
    q.set_parent(kStudy);
    q.set_codebook_id(id);
    q.set_page_size(size);
    q.set_page_token(token);
    return Call(&ListCodebookChanges, q, &changes_);
  }
  static std::vector<std::string> Ids(const v1alpha::Codebook& book) {
    std::vector<std::string> ids;
    for (const auto& code : book.codes())
      ids.push_back(code.name().substr(code.name().rfind('/') + 1));
    return ids;
  }
  static const v1alpha::StudyCode& CodeIn(const v1alpha::Codebook& book, const std::string& id) {
    for (const auto& code : book.codes()) {
      if (code.name() == absl::StrCat(kBook, "/codes/", id)) return code;
    }
    return v1alpha::StudyCode::default_instance();
  }

  v1alpha::CodebookStepResult result_;
  v1alpha::Codebook got_;
  v1alpha::ListCodebookChangesResponse changes_;
};

}  // namespace lotse::survey
