#include "services/survey/qualitative/rules/quote_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"

namespace lotse::survey::qualitative {
namespace {

using v1alpha::MaterialRelease;
using v1alpha::Participant;
using v1alpha::ReleasedQuote;
using v1alpha::Study;

Study TheStudy() {
  Study study;
  google::protobuf::TextFormat::ParseFromString(
      R"(roles { code: "leitung" } coders { coder_id: "eins" } coders { coder_id: "zwei" })",
      &study);
  return study;
}

ReleasedQuote GoodQuote() {
  ReleasedQuote quote;
  google::protobuf::TextFormat::ParseFromString(
      R"(wording: "Um 10:30 Uhr war noch niemand da." role: "leitung"
         scope: SCOPE_ADMINISTRATION approver: "sub-2")",
      &quote);
  return quote;
}

TEST(CheckQuote, LetsNothingThroughThatLeadsToAPerson) {
  const std::vector<std::string> known = {"Anna Müller"};
  const Untold untold{KnownNames(known), {"P01", "M1", "gruppe-3"}};
  const struct {
    std::function<void(ReleasedQuote*)> change;
    std::string field;  // Empty: nothing is wrong.
  } cases[] = {
      {[](ReleasedQuote*) {}, ""},
      {[](ReleasedQuote* q) { q->clear_role(); }, ""},
      {[](ReleasedQuote* q) { q->set_scope(MaterialRelease::SCOPE_PUBLIC); }, ""},
      {[](ReleasedQuote* q) { q->set_wording("P011 und XM1 sind keine."); }, ""},
      {[](ReleasedQuote* q) { q->set_wording(" "); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording(std::string(2001, 'a')); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("\xFF"); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("Ja <b>nein</b>"); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("Das war MÜLLERS Idee."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("P01: Ja."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("In gruppe-3 nicht."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("[0:01:30] Ja."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("siehe studies/s/cases/g"); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("x0B1F3C5E-9D2A-4C7B-8E61-2F4A6C8E0D13"); },
       "wording"},
      {[](ReleasedQuote* q) { q->set_role("Amtsleiterin Müller"); }, "role"},
      {[](ReleasedQuote* q) { q->clear_scope(); }, "scope"},
      {[](ReleasedQuote* q) { q->set_scope(MaterialRelease::SCOPE_STEERING_GROUP); }, "scope"},
  };
  for (const auto& c : cases) {
    ReleasedQuote quote = GoodQuote();
    c.change(&quote);
    const auto violations =
        CheckQuote("q", TheStudy(), MaterialRelease::SCOPE_ADMINISTRATION, quote, untold);
    ASSERT_EQ(violations.size(), c.field.empty() ? 0u : 1u) << quote.wording() << c.field;
    if (c.field.empty()) continue;
    EXPECT_EQ(violations[0].field, "q." + c.field);
    EXPECT_EQ(violations[0].description.find("Müller"), std::string::npos) << "is not repeated";
  }
}

TEST(CheckQuoteRelease, NeedsConsentARoleOfSeveralAndASecondPerson) {
  const QuoteFacts good{Participant::CONSENT_QUOTES, 2, true, "eins", "zwei"};
  EXPECT_TRUE(CheckQuoteRelease("r", TheStudy(), GoodQuote(), good).ok());
  const struct {
    std::function<void(QuoteFacts*, ReleasedQuote*)> change;
    bool blocked;
  } cases[] = {
      {[](QuoteFacts* f, ReleasedQuote*) { f->consent = Participant::CONSENT_ANALYSIS; }, true},
      {[](QuoteFacts* f, ReleasedQuote*) { f->consent = Participant::CONSENT_WITHDRAWN; }, true},
      {[](QuoteFacts* f, ReleasedQuote*) { f->of_role = 1; }, true},
      {[](QuoteFacts* f, ReleasedQuote*) { f->speaker_has_role = false; }, true},
      {[](QuoteFacts* f, ReleasedQuote*) { f->approved_by = "eins"; }, true},
      {[](QuoteFacts*, ReleasedQuote* q) { q->clear_approver(); }, true},
      {[](QuoteFacts* f, ReleasedQuote* q) {
         f->of_role = 1;
         f->speaker_has_role = false;
         q->clear_role();
       },
       false},
  };
  for (const auto& c : cases) {
    QuoteFacts facts = good;
    ReleasedQuote quote = GoodQuote();
    c.change(&facts, &quote);
    EXPECT_EQ(rpc::ReasonOf(CheckQuoteRelease("r", TheStudy(), quote, facts)),
              c.blocked ? type::v1alpha::ERROR_REASON_RELEASE_BLOCKED
                        : type::v1alpha::ERROR_REASON_UNSPECIFIED);
  }
  Study alone = TheStudy();
  alone.mutable_coders()->RemoveLast();
  QuoteFacts facts = good;
  facts.approved_by = "eins";
  EXPECT_TRUE(CheckQuoteRelease("r", alone, GoodQuote(), facts).ok()) << "there is no second one";
}

}  // namespace
}  // namespace lotse::survey::qualitative
