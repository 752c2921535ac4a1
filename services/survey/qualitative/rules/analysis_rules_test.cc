#include "services/survey/qualitative/rules/analysis_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1alpha::CountCodesRequest;
using v1alpha::FindKeywordRequest;
using v1alpha::FindSegmentsRequest;
using v1alpha::MeasureAgreementRequest;
using v1alpha::SegmentNeighbor;
using v1alpha::Study;
using v1alpha::TabulateThemesRequest;

constexpr char kStudy[] = "programmes/p/engagements/e/studies/s";

std::string CodeNamed(int number) { return absl::StrCat(kStudy, "/codebooks/b/codes/c", number); }
std::string CaseNamed(int number) { return absl::StrCat(kStudy, "/cases/g", number); }

Study TheStudy() {
  Study study;
  google::protobuf::TextFormat::ParseFromString(
      R"(coders { coder_id: "eins" subject: "sub-1" }
         coders { coder_id: "zwei" subject: "sub-2" retired: true }
         attributes { code: "alter" categories { code: "u40" } categories { code: "ab40" } }
         roles { code: "team" })",
      &study);
  study.set_name(kStudy);
  return study;
}

template <class Request>
std::vector<std::string> FieldsOf(const Request& q) {
  std::vector<std::string> fields;
  for (const auto& violation : CheckRequest(TheStudy(), q)) fields.push_back(violation.field);
  return fields;
}

FindSegmentsRequest GoodSegments() {
  FindSegmentsRequest q;
  google::protobuf::TextFormat::ParseFromString(
      R"(coders: ["eins", "zwei"] context_words: 50
         speaker { role: "team" pseudonym: "P01" values { attribute: "alter" category: "u40" } }
         neighbors { relation: RELATION_NEAR distance: 100000 } )",
      &q);
  q.add_codes(CodeNamed(1));
  q.add_places(CaseNamed(1));
  q.add_places(absl::StrCat(CaseNamed(2), "/texts/t"));
  q.mutable_neighbors(0)->add_codes(CodeNamed(2));
  return q;
}

TEST(AnalysisRules, SegmentsAreAskedForInTheRightForm) {
  EXPECT_THAT(FieldsOf(FindSegmentsRequest()), IsEmpty());
  EXPECT_THAT(FieldsOf(GoodSegments()), IsEmpty());
  const struct {
    std::function<void(FindSegmentsRequest*)> change;
    std::string field;
  } cases[] = {
      {[](auto* q) { q->set_codes(0, CaseNamed(1)); }, "codes[0]"},
      {[](auto* q) { q->add_codes(CodeNamed(1)); }, "codes[1]"},
      {[](auto* q) {
         for (int i = 2; i < 52; ++i) q->add_codes(CodeNamed(i));
       },
       "codes"},
      {[](auto* q) { q->add_places(CodeNamed(1)); }, "places[2]"},
      {[](auto* q) { q->add_places(CaseNamed(1)); }, "places[2]"},
      {[](auto* q) {
         for (int i = 3; i < 202; ++i) q->add_places(CaseNamed(i));
       },
       "places"},
      {[](auto* q) { q->set_coders(0, "sub-1"); }, "coders[0]"},
      {[](auto* q) { q->mutable_speaker()->set_role("chef"); }, "speaker.role"},
      {[](auto* q) { q->mutable_speaker()->set_pseudonym("Weber"); }, "speaker.pseudonym"},
      {[](auto* q) { q->mutable_speaker()->mutable_values(0)->set_attribute("x"); },
       "speaker.values[0].attribute"},
      {[](auto* q) { q->mutable_speaker()->mutable_values(0)->set_category("x"); },
       "speaker.values[0].category"},
      {[](auto* q) { q->mutable_neighbors(0)->clear_codes(); }, "neighbors[0].codes"},
      {[](auto* q) {
         q->mutable_neighbors(0)->clear_relation();
         q->mutable_neighbors(0)->clear_distance();
       },
       "neighbors[0].relation"},
      {[](auto* q) { q->mutable_neighbors(0)->set_distance(100'001); }, "neighbors[0].distance"},
      {[](auto* q) { q->mutable_neighbors(0)->set_relation(SegmentNeighbor::RELATION_OVERLAP); },
       "neighbors[0].distance"},
      {[](auto* q) {
         for (int i = 0; i < 5; ++i) *q->add_neighbors() = q->neighbors(0);
       },
       "neighbors"},
      {[](auto* q) { q->set_context_words(51); }, "context_words"},
      {[](auto* q) { q->set_context_words(-1); }, "context_words"},
  };
  for (const auto& c : cases) {
    FindSegmentsRequest q = GoodSegments();
    c.change(&q);
    EXPECT_THAT(FieldsOf(q), ElementsAre(c.field));
  }
}

TEST(AnalysisRules, AKeywordIsWords) {
  FindKeywordRequest q;
  for (const char* const keyword : {"Zugang", "zum Amt", "A-Z"}) {
    q.set_keyword(keyword);
    EXPECT_THAT(FieldsOf(q), IsEmpty()) << keyword;
  }
  for (const std::string& keyword : {std::string(), std::string("…"), std::string(201, 'a')}) {
    q.set_keyword(keyword);
    EXPECT_THAT(FieldsOf(q), ElementsAre("keyword")) << keyword;
  }
}

TEST(AnalysisRules, CountsAreOfCodes) {
  CountCodesRequest q;
  EXPECT_THAT(FieldsOf(q), ElementsAre("codes"));
  q.add_codes(CodeNamed(1));
  q.set_attribute("alter");
  EXPECT_THAT(FieldsOf(q), IsEmpty());
  q.set_attribute("team");
  EXPECT_THAT(FieldsOf(q), ElementsAre("attribute"));
  v1alpha::CountCoOccurrenceRequest pairs;
  pairs.add_codes(CodeNamed(1));
  EXPECT_THAT(FieldsOf(pairs), ElementsAre("codes"));
  pairs.add_codes(CodeNamed(2));
  EXPECT_THAT(FieldsOf(pairs), IsEmpty());
}

MeasureAgreementRequest GoodMeasure() {
  MeasureAgreementRequest q;
  google::protobuf::TextFormat::ParseFromString(
      R"(coders: ["eins", "zwei"] categories: CATEGORIES_ORDERED values: [-1, 2.5]
         worked_through { coder: "zwei" })",
      &q);
  q.add_codes(CodeNamed(1));
  q.add_codes(CodeNamed(2));
  q.mutable_worked_through(0)->add_places(CaseNamed(1));
  return q;
}

TEST(AnalysisRules, AgreementIsOfCodersInCategories) {
  EXPECT_THAT(FieldsOf(GoodMeasure()), IsEmpty());
  const struct {
    std::function<void(MeasureAgreementRequest*)> change;
    std::string field;
  } cases[] = {
      {[](auto* q) {
         q->mutable_coders()->RemoveLast();
         q->clear_worked_through();
       },
       "coders"},
      {[](auto* q) { q->add_coders("eins"); }, "coders[2]"},
      {[](auto* q) {
         q->clear_categories();
         q->clear_values();
       },
       "categories"},
      {[](auto* q) { q->set_categories(MeasureAgreementRequest::CATEGORIES_EXCLUSIVE); }, "values"},
      {[](auto* q) { q->add_values(3); }, "values"},
      {[](auto* q) { q->set_values(1, -1); }, "values"},
      {[](auto* q) { q->set_values(1, std::numeric_limits<double>::infinity()); }, "values"},
      {[](auto* q) {
         q->mutable_codes()->RemoveLast();
         q->clear_values();
       },
       "codes"},
      {[](auto* q) { q->set_least_percent(101); }, "least_percent"},
      {[](auto* q) { q->mutable_worked_through(0)->set_coder("drei"); }, "worked_through[0].coder"},
      {[](auto* q) { *q->add_worked_through() = q->worked_through(0); }, "worked_through[1].coder"},
      {[](auto* q) { q->mutable_worked_through(0)->clear_places(); }, "worked_through[0].places"},
  };
  for (const auto& c : cases) {
    MeasureAgreementRequest q = GoodMeasure();
    c.change(&q);
    EXPECT_THAT(FieldsOf(q), ElementsAre(c.field));
  }
  MeasureAgreementRequest one = GoodMeasure();
  one.set_categories(MeasureAgreementRequest::CATEGORIES_EACH_CODE);
  one.mutable_codes()->RemoveLast();
  one.clear_values();
  EXPECT_THAT(FieldsOf(one), IsEmpty()) << "one code is there or not";
}

TEST(AnalysisRules, MatricesHaveGroups) {
  TabulateThemesRequest q;
  q.add_codes(CodeNamed(1));
  EXPECT_THAT(FieldsOf(q), ElementsAre("attributes"));
  q.set_by_role(true);
  EXPECT_THAT(FieldsOf(q), IsEmpty());
  q.add_attributes("alter");
  EXPECT_THAT(FieldsOf(q), IsEmpty());
  q.add_attributes("alter");
  EXPECT_THAT(FieldsOf(q), ElementsAre("attributes[1]"));
  q.set_attributes(1, "team");
  EXPECT_THAT(FieldsOf(q), ElementsAre("attributes[1]"));
  Study large = TheStudy();
  for (int i = 0; i < 99; ++i) large.mutable_attributes(0)->add_categories();
  q.mutable_attributes()->RemoveLast();
  for (int i = 2; i <= 98; ++i) q.add_codes(CodeNamed(i));
  EXPECT_EQ(CheckRequest(large, q).size(), 1u) << "103 groups times 98 codes";
}

TEST(AnalysisRules, OnlyWhoComparesSeesAgreementWhileBlind) {
  Study study = TheStudy();
  EXPECT_TRUE(CheckCompares(study, {"eins", false}).ok());
  study.set_blind(true);
  EXPECT_EQ(rpc::ReasonOf(CheckCompares(study, {"eins", false})),
            type::v1alpha::ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(rpc::ReasonOf(CheckCompares(study, {"", false})),
            type::v1alpha::ERROR_REASON_WRONG_STATE);
  EXPECT_TRUE(CheckCompares(study, {"", true}).ok());
}

}  // namespace
}  // namespace lotse::survey::qualitative
