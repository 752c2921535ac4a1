#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/history/change_log.h"
#include "services/survey/app/study_testing.h"
#include "services/survey/app/study_texts.h"

// What the tests of the texts of studies share. The text has code points and turns
//   0  Wie läuft es?                           13, of M1
//   14 Frau Weber hilft mir. Weber ist nett.   51, of P01
//   52 Gut.                                    56, of P02
// and Weber stands at 19 and at 36.
namespace lotse::survey {

inline constexpr char kTextId[] = "0b6f7a52-3c1d-4f0a-9e57-1a2b3c4d5e6f";
inline constexpr char kOtherTextId[] = "7d1c2b3a-0f0e-4d0c-8b0a-998877665544";
inline constexpr auto kBlocked = type::v1alpha::ERROR_REASON_RELEASE_BLOCKED;

class StudyTextTest : public StudyTest {
 protected:
  static v1alpha::CreateStudyTextRequest TextRequest(const char* id = kTextId) {
    v1alpha::CreateStudyTextRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/studies/s/cases/g"
           text { title: "Gruppe 1" kind: KIND_TRANSCRIPT language: "de"
                  content: "Wie läuft es?\nFrau Weber hilft mir. Weber ist nett.\nGut."
                  turns { range { end: 13 } speaker: "M1"
                          start_offset { seconds: 1 nanos: 250000000 } end_offset { seconds: 2 } }
                  turns { range { begin: 14 end: 51 } speaker: "P01" }
                  turns { range { begin: 52 end: 56 } speaker: "P02" start_offset {} }
                  media { location: "Archiv 7" media_type: "audio/mpeg" } })",
        &q);
    q.mutable_text()->mutable_media(0)->set_sha256(std::string(64, 'a'));
    q.set_text_id(id);
    return q;
  }
  // A request about the text with one replacement.
  template <class Q>
  static Q Replacing(int64_t revision, int64_t begin, int64_t end, const char* by) {
    Q q;
    q.set_parent(kCase);
    q.set_text_id(kTextId);
    q.set_revision(revision);
    Replace(begin, end, by, &q);
    return q;
  }
  template <class Q>
  static void Replace(int64_t begin, int64_t end, const char* by, Q* q) {
    auto* replacement = q->add_replacements();
    replacement->mutable_range()->set_begin(begin);
    replacement->mutable_range()->set_end(end);
    replacement->set_replacement(by);
  }
  template <class Q, class R>
  ErrorReason Change(absl::Status (*use_case)(resource::Store&, qualitative::StudyStore&,
                                              const OnBehalf&, const Q&, R*),
                     const Q& q, R* r) {
    r->Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(use_case(*store_, *studies_, {cause_, {}}, q, r));
  }
  ErrorReason Create(const v1alpha::CreateStudyTextRequest& q) {
    return Change(&CreateStudyText, q, &told_);
  }
  ErrorReason Correct(const v1alpha::CorrectStudyTextRequest& q) {
    return Change(&CorrectStudyText, q, &result_);
  }
  ErrorReason Redact(const v1alpha::RedactStudyTextRequest& q) {
    return Change(&RedactStudyText, q, &result_);
  }
  ErrorReason Delete(const char* reason = "Widerruf", const char* id = kTextId) {
    v1alpha::DeleteStudyTextRequest q;
    q.set_parent(kCase);
    q.set_text_id(id);
    q.set_reason(reason);
    v1alpha::DeleteStudyTextResponse r;
    return Change(&DeleteStudyText, q, &r);
  }
  ErrorReason Get(const char* id = kTextId, const char* parent = kCase) {
    v1alpha::GetStudyTextRequest q;
    q.set_parent(parent);
    q.set_text_id(id);
    return ReadWith(q, &text_told_,
                    [&](Tx& tx) { return GetStudyText(tx, *studies_, q, &text_told_); });
  }
  ErrorReason List(int size = 0, const std::string& token = "", const char* parent = kCase) {
    v1alpha::ListStudyTextsRequest q;
    q.set_parent(parent);
    q.set_page_size(size);
    q.set_page_token(token);
    return ReadWith(q, &list_, [&](Tx& tx) { return ListStudyTexts(tx, *studies_, q, &list_); });
  }
  void MakeText() {
    MakeCase();
    ASSERT_EQ(Create(TextRequest()), kOk) << status_;
  }
  // `begin-end speaker` of each turn of what was read.
  std::vector<std::string> Turns() const {
    std::vector<std::string> turns;
    for (const auto& turn : text_told_.turns()) {
      turns.push_back(
          absl::StrCat(turn.range().begin(), "-", turn.range().end(), " ", turn.speaker()));
    }
    return turns;
  }
  // What the log says of texts, as `verb reason`.
  std::vector<std::string> Notes() {
    std::vector<std::string> notes;
    EXPECT_TRUE(store_
                    ->Read([&](Tx& tx) {
                      history::ReadEntries(
                          tx.connection(), kEngagement, 0, 1000, [&](const history::Entry& entry) {
                            if (!absl::StrContains(entry.verb, "STUDY_TEXT")) return true;
                            EXPECT_EQ(entry.resource, kCase);
                            notes.push_back(absl::StrCat(entry.verb, " ", entry.reason));
                            EXPECT_EQ(entry.content, "");
                            return true;
                          });
                      return absl::OkStatus();
                    })
                    .ok());
    return notes;
  }
  // The files in which `bytes` stand.
  std::vector<std::string> FilesWith(const std::string& bytes) const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string content((std::istreambuf_iterator<char>(file)), {});
      if (content.find(bytes) != std::string::npos) found.push_back(entry.path().string());
    }
    return found;
  }

  v1alpha::StudyText told_;
  v1alpha::StudyText text_told_;
  v1alpha::StudyTextResult result_;
  v1alpha::ListStudyTextsResponse list_;
};

}  // namespace lotse::survey
