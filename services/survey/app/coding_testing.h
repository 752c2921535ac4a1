#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/app/codebooks.h"
#include "services/survey/app/codings.h"
#include "services/survey/app/study_testing.h"

// What the tests of codebooks, codings and memos share.
namespace lotse::survey {

inline constexpr char kText[] = "programmes/p/engagements/e/studies/s/cases/g/texts/t";
inline constexpr char kBook[] = "programmes/p/engagements/e/studies/s/codebooks/buch";
inline constexpr auto kPermission = type::v1alpha::ERROR_REASON_PERMISSION_MISSING;

// A UUID of version 4 with this number.
inline std::string Uuid(int number) {
  return absl::StrFormat("%08x-0000-4000-8000-000000000000", number);
}

class CodingTest : public StudyTest {
 protected:
  // A study with the coders eins and zwei, and one text of a focus group of 29 code points, of
  // which the last two are one sign.
  void MakeText() {
    MakeCase();
    v1alpha::Study study = study_;
    auto* const second = study.add_coders();
    second->set_coder_id("zwei");
    second->set_subject("sub-2");
    ASSERT_EQ(UpdateStudy(study), kOk) << status_;
    StoreText("t", "g");
    cause_.actor = "sub-1";
  }
  void StoreText(const std::string& id, const std::string& case_id) {
    const auto files = studies_->Make(kStudy);
    ASSERT_TRUE(files.ok()) << files.status();
    const absl::Status added = (*files)->Add([&](sql::Connection& connection) {
      qualitative::StoredText text;
      text.text_id = id;
      text.case_id = case_id;
      text.content = "Wir reden über den Zugang. e\xCC\x81";
      text.code_points = 29;
      return AddText(connection, text);
    });
    ASSERT_TRUE(added.ok()) << added;
  }
  // An in-depth interview with a text of its own.
  void MakeRestricted() {
    auto q = CaseRequest("tief");
    q.mutable_study_case()->set_kind(v1alpha::StudyCase::KIND_IN_DEPTH_INTERVIEW);
    q.mutable_study_case()->clear_guide();
    q.mutable_study_case()->mutable_participants()->RemoveLast();
    v1alpha::StudyCase made;
    ASSERT_EQ(Run(q, &made), kOk) << status_;
    StoreText("u", "tief");
  }
  void MakeBook() {
    v1alpha::CreateCodebookRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/studies/s" codebook_id: "buch"
           codebook { title: "Codebuch"
             codes { name: "wege" parent: "zugang" label: "Wege" codable: true }
             codes { name: "zugang" label: "Zugang" }
             codes { name: "haltung" label: "Haltung" codable: true color: "#1a7f37"
                     examples: "Na ja." } })",
        &q);
    ASSERT_EQ(Call(&CreateCodebook, q, &book_), kOk) << status_;
  }
  void MakeAll() {
    MakeText();
    MakeBook();
  }
  void SetBlind() {
    v1alpha::Study study = study_;
    study.set_blind(true);
    ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  }
  // The caller has this role for the programme from now on, and no other.
  void HaveRole(type::v1alpha::Role role) {
    cause_.view =
        auth::View(std::make_shared<auth::Access>(std::vector<auth::Right>{{"programmes/p", role}}),
                   type::v1alpha::PERMISSION_MATERIAL_WRITE, now_);
  }

  template <class Q, class R>
  ErrorReason Call(absl::Status (*use_case)(resource::Store&, qualitative::StudyStore&,
                                            const OnBehalf&, const Q&, R*),
                   const Q& q, R* r) {
    r->Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(use_case(*store_, *studies_, {cause_, {}}, q, r));
  }
  // A coding by the caller who is the coder `eins`, unless it is changed.
  static v1alpha::CreateCodingRequest CodingRequest(int number, const std::string& code = "wege",
                                                    const char* coder = "eins") {
    v1alpha::CreateCodingRequest q;
    q.set_parent(kStudy);
    q.set_coding_id(Uuid(number));
    q.mutable_coding()->set_text(kText);
    q.mutable_coding()->mutable_range()->set_end(9);
    q.mutable_coding()->set_code(absl::StrCat(kBook, "/codes/", code));
    q.mutable_coding()->set_coder(coder);
    q.mutable_coding()->set_text_revision(1);
    return q;
  }
  ErrorReason Create(const v1alpha::CreateCodingRequest& q) {
    return Call(&CreateCoding, q, &coding_);
  }
  ErrorReason List(const std::string& place = "", int size = 0, const std::string& token = "") {
    v1alpha::ListCodingsRequest q;
    q.set_parent(kStudy);
    q.set_place(place);
    q.set_page_size(size);
    q.set_page_token(token);
    return Call(&ListCodings, q, &codings_);
  }

  v1alpha::Codebook book_;
  v1alpha::Coding coding_;
  v1alpha::ListCodingsResponse codings_;
};

}  // namespace lotse::survey
