#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/app/coding_testing.h"
#include "services/survey/app/study_analysis.h"
#include "services/survey/qualitative/text/indexed_text.h"

// What the tests of finding and counting share. The text t of the case g has code points and turns
//   0  Wie läuft es?                           13, of M1
//   14 Frau Weber hilft mir. Weber ist nett.   51, of P01 (team, below 40)
//   52 Gut.                                    56, of P02 (team, age not known)
// and codings
//   14 to 35  wege (below zugang) by eins and by zwei
//   36 to 51  haltung by eins
//   52 to 56  haltung by zwei.
namespace lotse::survey {

class AnalysisTest : public CodingTest {
 protected:
  void MakeCoded() {
    MakeCoded([] {});
  }
  // A study becomes blind before its first coding.
  void MakeCodedBlind() {
    MakeCoded([this] { SetBlind(); });
  }
  void MakeCoded(const std::function<void()>& before_coding) {
    MakeAll();
    before_coding();
    const auto files = studies_->Make(kStudy);
    ASSERT_TRUE(files.ok()) << files.status();
    const absl::Status removed = (*files)->Overwrite([](sql::Connection& connection) {
      qualitative::RemoveText(connection, "t");
      return absl::OkStatus();
    });
    ASSERT_TRUE(removed.ok()) << removed;
    StoreTurns("t", "g", "Wie läuft es?\nFrau Weber hilft mir. Weber ist nett.\nGut.",
               {{{0, 13}, "M1"}, {{14, 51}, "P01"}, {{52, 56}, "P02"}});
    StoreCoding(1, "t", {14, 35}, "wege", "eins");
    StoreCoding(2, "t", {14, 35}, "wege", "zwei");
    StoreCoding(3, "t", {36, 51}, "haltung", "eins");
    StoreCoding(4, "t", {52, 56}, "haltung", "zwei");
  }
  // Texts of the case g without turns, with the numbers from 0.
  void StoreShortTexts(int count) {
    const auto files = studies_->Make(kStudy);
    ASSERT_TRUE(files.ok()) << files.status();
    const absl::Status added = (*files)->Add([&](sql::Connection& connection) -> absl::Status {
      for (int i = 0; i < count; ++i) {
        qualitative::StoredText text;
        text.text_id = Uuid(i);
        text.case_id = "g";
        text.content = "Ja.";
        text.code_points = 3;
        if (absl::Status s = AddText(connection, text); !s.ok()) return s;
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(added.ok()) << added;
  }
  void StoreTurns(const std::string& id, const std::string& case_id, const std::string& content,
                  const std::vector<qualitative::StoredTurn>& turns) {
    const auto files = studies_->Make(kStudy);
    ASSERT_TRUE(files.ok()) << files.status();
    const absl::Status added = (*files)->Add([&](sql::Connection& connection) {
      qualitative::StoredText text;
      text.text_id = id;
      text.case_id = case_id;
      text.language = "de";
      text.content = content;
      text.code_points = qualitative::IndexedText::Make(content)->size();
      text.turns = turns;
      return AddText(connection, text);
    });
    ASSERT_TRUE(added.ok()) << added;
  }
  void StoreCoding(int number, const std::string& text, qualitative::TextSpan span,
                   const std::string& code, const std::string& coder) {
    const auto files = studies_->Make(kStudy);
    ASSERT_TRUE(files.ok()) << files.status();
    const absl::Status added = (*files)->Add([&](sql::Connection& connection) {
      return qualitative::AddCoding(
                 connection, {Uuid(number), text, span, absl::StrCat("buch/", code), coder, number})
          .status();
    });
    ASSERT_TRUE(added.ok()) << added;
  }
  // P01 takes their consent back.
  void Withdraw() {
    v1alpha::StudyCase changed = case_;
    changed.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
    ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  }
  static std::string CodeNamed(const char* code) { return absl::StrCat(kBook, "/codes/", code); }

  // The texts of what was found, `begin-end`.
  template <class Response>
  static std::vector<std::string> Parts(const Response& r) {
    std::vector<std::string> parts;
    for (const auto& segment : r.segments()) {
      parts.push_back(absl::StrCat(segment.range().begin(), "-", segment.range().end()));
    }
    return parts;
  }
  static v1alpha::FindSegmentsRequest SegmentsRequest(const std::string& fields = "") {
    v1alpha::FindSegmentsRequest q;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(fields, &q)) << fields;
    q.set_parent(kStudy);
    return q;
  }
  ErrorReason Find(const v1alpha::FindSegmentsRequest& q) {
    return Call(&FindSegments, q, &segments_);
  }
  v1alpha::FindKeywordRequest KeywordRequest(const char* keyword) {
    v1alpha::FindKeywordRequest q;
    q.set_parent(kStudy);
    q.set_keyword(keyword);
    return q;
  }

  v1alpha::FindSegmentsResponse segments_;
  v1alpha::FindKeywordResponse keywords_;
};

}  // namespace lotse::survey
