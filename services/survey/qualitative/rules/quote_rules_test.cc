#include "services/survey/qualitative/rules/quote_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
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
      R"(name: "programmes/p/engagements/e/studies/s" roles { code: "leitung" } coders { coder_id: "eins" } coders { coder_id: "zwei" })",
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

TEST(Untold, IdsThatAreWordsAreToBeLookedAt) {
  const std::vector<std::string> cases = {"gruppe-3", "wege"};
  const std::vector<std::string> people = {"P01", "coder-2", "zwei", "anna-b", "a"};
  const Untold untold = Untold::Of({}, cases, people);
  EXPECT_FALSE(untold.ids.AnyIn("Die Wege sind weit."));
  EXPECT_TRUE(untold.words.FindIn("Die Wege sind weit.").has_value());
  EXPECT_TRUE(untold.ids.AnyIn("In Gruppe-3 nicht."));
  EXPECT_FALSE(untold.words.FindIn("P01 in Gruppe-3").has_value());
  for (const char* text : {"P01", "Coder 2"}) {
    EXPECT_TRUE(untold.people.FindIn(text).has_value()) << text;
    EXPECT_FALSE(untold.words.FindIn(text).has_value()) << text;
  }
  for (const char* text : {"Nach zwei Jahren", "Das war Anna B.", "It is a long way."}) {
    EXPECT_FALSE(untold.people.FindIn(text).has_value()) << text;
    EXPECT_TRUE(untold.words.FindIn(text).has_value()) << text;
  }
}

TEST(CheckQuote, LetsNothingThroughThatLeadsToAPerson) {
  const std::vector<std::string> known = {"Anna Müller"};
  const std::vector<std::string> ids = {"gruppe-3", "wege"};
  const std::vector<std::string> people = {"P01", "M1", "coder-2", "zwei"};
  const Untold untold = Untold::Of(known, ids, people);
  const struct {
    std::function<void(ReleasedQuote*)> change;
    std::string field;  // Empty: nothing is wrong.
  } cases[] = {
      {[](ReleasedQuote*) {}, ""},
      {[](ReleasedQuote* q) { q->clear_role(); }, ""},
      {[](ReleasedQuote* q) { q->set_scope(MaterialRelease::SCOPE_PUBLIC); }, ""},
      {[](ReleasedQuote* q) { q->set_wording("P011 und XM1 sind keine."); }, ""},
      {[](ReleasedQuote* q) { q->set_wording("Die Wege sind weit."); }, ""},
      {[](ReleasedQuote* q) { q->set_wording("Nach zwei Jahren war es gut."); }, ""},
      {[](ReleasedQuote* q) { q->set_wording(" "); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording(std::string(2001, 'a')); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("\xFF"); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("Ja <b>nein</b>"); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("Das war MÜLLERS Idee."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("P01: Ja."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("Das meint p-1 auch."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("Das schrieb Coder 2."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("In gruppe-3 nicht."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("[0:01:30] Ja."); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("siehe studies/s/cases/g"); }, "wording"},
      {[](ReleasedQuote* q) { q->set_wording("x0B1F3C5E-9D2A-4C7B-8E61-2F4A6C8E0D13"); },
       "wording"},
      {[](ReleasedQuote* q) { q->set_role("Amtsleiterin Müller"); }, "role"},
      {[](ReleasedQuote* q) { q->clear_scope(); }, "scope"},
      {[](ReleasedQuote* q) { q->set_scope(MaterialRelease::SCOPE_STEERING_GROUP); }, "scope"},
      {[](ReleasedQuote* q) {
         q->set_code("programmes/p/engagements/e/studies/s/codebooks/b/codes/c");
       },
       ""},
      {[](ReleasedQuote* q) {
         q->set_code("programmes/p/engagements/e/studies/t/codebooks/b/codes/c");
       },
       "code"},
      {[](ReleasedQuote* q) { q->set_code("programmes/p/engagements/e/studies/s"); }, "code"},
      {[](ReleasedQuote* q) { q->set_code("Müller"); }, "code"},
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

TEST(CheckQuote, SaysWhereAPseudonymStands) {
  const std::vector<std::string> people = {"P01"};
  ReleasedQuote quote = GoodQuote();
  quote.set_wording("Für p 1 ist das so.");
  const auto violations = CheckQuote("q", TheStudy(), MaterialRelease::SCOPE_ADMINISTRATION, quote,
                                     Untold::Of({}, {}, people));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_TRUE(TellsPersonId(violations[0]));
  EXPECT_EQ(violations[0].description, HasPersonId("q.wording", 4).description);
  EXPECT_EQ(violations[0].description,
            "has a pseudonym or the id of a coder at position 4 (code points, from 0); leave out "
            "what leads to a person");
  EXPECT_NE(violations[0].german.find("an Position 4 "), std::string::npos);
  EXPECT_FALSE(TellsPersonId({"q.wording", std::string(kHasName)}));
}

TEST(CheckQuoteSource, IsAPartOfATextOfTheStudy) {
  const std::string text =
      "programmes/p/engagements/e/studies/s/cases/c/texts/0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13";
  const auto never = [](int64_t) { return false; };
  const TextFacts facts{10, 1, never};
  const struct {
    std::string text;
    int64_t begin, end;
    bool there;
    std::string field;  // Empty: nothing is wrong.
  } cases[] = {
      {text, 0, 10, true, ""},
      {"", 0, 10, true, "text"},
      {"programmes/p/engagements/e/studies/s/cases/c", 0, 10, true, "text"},
      {absl::StrReplaceAll(text, {{"studies/s", "studies/t"}}), 0, 10, true, "text"},
      {text, 0, 10, false, "text"},
      {text, 0, 11, true, "range.end"},
      {text, 3, 3, true, "range.end"},
      {text, -1, 3, true, "range.begin"},
  };
  for (const auto& c : cases) {
    v1alpha::QuoteSource source;
    source.set_text(c.text);
    source.mutable_range()->set_begin(c.begin);
    source.mutable_range()->set_end(c.end);
    const auto violations =
        CheckQuoteSource("q.source", TheStudy(), source, c.there ? &facts : nullptr);
    ASSERT_EQ(violations.size(), c.field.empty() ? 0u : 1u) << c.text << c.begin << c.end;
    if (!c.field.empty()) EXPECT_EQ(violations[0].field, "q.source." + c.field);
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
      {[](QuoteFacts* f, ReleasedQuote*) { f->consent = Participant::CONSENT_UNSPECIFIED; }, true},
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
