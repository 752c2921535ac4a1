#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "services/survey/app/analysis_testing.h"

namespace lotse::survey {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::StudyMatrix;

class ThemesTest : public AnalysisTest {
 protected:
  v1alpha::TabulateThemesRequest Request() {
    v1alpha::TabulateThemesRequest q;
    q.set_parent(kStudy);
    q.add_codes(CodeNamed("haltung"));
    q.add_codes(CodeNamed("wege"));
    q.set_by_role(true);
    return q;
  }
  // A group of 15 of each role who say `Ja.` one after the other, from which 10 and 8 have haltung,
  // 2 and 8 have wege.
  void MakeLargeGroup() {
    auto q = CaseRequest("gross");
    q.mutable_study_case()->clear_participants();
    std::string content;
    std::vector<qualitative::StoredTurn> turns;
    for (int i = 0; i < 30; ++i) {
      const std::string pseudonym = absl::StrCat("P", i + 1);
      auto* const one = q.mutable_study_case()->add_participants();
      one->set_pseudonym(pseudonym);
      one->set_role(i < 15 ? "team" : "leitung");
      one->set_consent(v1alpha::Participant::CONSENT_ANALYSIS);
      absl::StrAppend(&content, "Ja.\n");
      turns.push_back({{4 * i, 4 * i + 3}, pseudonym});
    }
    v1alpha::StudyCase made;
    ASSERT_EQ(Run(q, &made), kOk) << status_;
    StoreTurns("j", "gross", content, turns);
    for (int i = 0; i < 30; ++i) {
      if (i < 10 || (i >= 15 && i < 23)) {
        StoreCoding(100 + i, "j", {4 * i, 4 * i + 3}, "haltung", "eins");
      }
      if (i < 2 || (i >= 15 && i < 23)) {
        StoreCoding(200 + i, "j", {4 * i, 4 * i + 3}, "wege", "eins");
      }
    }
  }
  ErrorReason Tabulate(const v1alpha::TabulateThemesRequest& q) {
    return Call(&TabulateThemes, q, &themes_);
  }

  v1alpha::TabulateThemesResponse themes_;
};

TEST_F(ThemesTest, AreProtectedAsTablesAre) {
  MakeAll();
  MakeLargeGroup();
  ASSERT_EQ(Tabulate(Request()), kOk) << status_;
  EXPECT_EQ(themes_.disclosure_rule().minimum_base(), 10);
  EXPECT_EQ(themes_.disclosure_rule().minimum_cell(), 5);
  ASSERT_THAT(themes_.matrices(), SizeIs(1));
  const StudyMatrix& matrix = themes_.matrices(0);
  EXPECT_EQ(matrix.not_shown(), StudyMatrix::NOT_SHOWN_UNSPECIFIED);
  ASSERT_THAT(matrix.groups(), SizeIs(2));
  EXPECT_EQ(matrix.groups(0).code(), "team");
  EXPECT_EQ(matrix.groups(0).participants(), 17) << "with the two of the other group";
  EXPECT_EQ(matrix.groups(1).participants(), 15);
  ASSERT_THAT(matrix.cells(), SizeIs(4));
  EXPECT_EQ(matrix.cells(0).group(), "team");
  EXPECT_EQ(matrix.cells(0).code(), CodeNamed("haltung"));
  EXPECT_EQ(matrix.cells(0).speakers(), 10);
  EXPECT_EQ(matrix.cells(2).speakers(), 8);
  EXPECT_FALSE(matrix.cells(1).has_speakers()) << "two people";
  EXPECT_FALSE(matrix.cells(3).has_speakers()) << "or the total would tell it";
}

TEST_F(ThemesTest, GroupingsAreProtectedTogether) {
  MakeAll();
  MakeLargeGroup();
  auto q = Request();
  q.add_attributes("alter");
  ASSERT_EQ(Tabulate(q), kOk) << status_;
  ASSERT_THAT(themes_.matrices(), SizeIs(2));
  const StudyMatrix& by_age = themes_.matrices(1);
  EXPECT_EQ(by_age.attribute(), "alter");
  for (const auto& group : by_age.groups()) {
    // One is below 40, of all others it is not known: neither can be told.
    EXPECT_FALSE(group.has_participants()) << group.code();
  }
  for (const auto& cell : by_age.cells()) {
    if (cell.group() == "u40") {
      EXPECT_FALSE(cell.has_speakers());
    }
  }
}

TEST_F(ThemesTest, OfTooFewAreNotShown) {
  MakeCoded();
  ASSERT_EQ(Tabulate(Request()), kOk) << status_;
  ASSERT_THAT(themes_.matrices(), SizeIs(1));
  EXPECT_EQ(themes_.matrices(0).not_shown(), StudyMatrix::NOT_SHOWN_BASE_TOO_SMALL);
  EXPECT_THAT(themes_.matrices(0).groups(), IsEmpty());
  EXPECT_THAT(themes_.matrices(0).cells(), IsEmpty());
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  ASSERT_EQ(Tabulate(Request()), kOk) << status_;
  EXPECT_EQ(themes_.matrices(0).not_shown(), StudyMatrix::NOT_SHOWN_BASE_TOO_SMALL) << "nobody";
}

TEST_F(ThemesTest, AreRefusedOfWhatIsNotThere) {
  MakeCoded();
  auto q = Request();
  q.set_codes(0, CodeNamed("fehlt"));
  EXPECT_EQ(Tabulate(q), kInvalid);
  q = Request();
  q.set_by_role(false);
  EXPECT_EQ(Tabulate(q), kInvalid);
  q.set_parent("programmes/p/engagements/e/studies/x");
  EXPECT_EQ(Tabulate(q), kNotFound);
  MakeRestricted();
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  ASSERT_EQ(Tabulate(Request()), kOk) << status_;
  EXPECT_EQ(themes_.left_out_cases(), 1);
}

}  // namespace
}  // namespace lotse::survey
