#include "services/survey/domain/consent_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "google/protobuf/text_format.h"

namespace lotse::survey {
namespace {

using v1alpha::ConsentText;

ConsentText GoodText() {
  ConsentText text;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/surveys/s/consentTexts/zwei"
         title { variants { language: "de" text: "Einwilligung" } }
         text { variants { language: "de" text: "Ich willige ein." } }
         kind: KIND_CONSENT covers_special_categories: true version: "2.1"
         replaces: "programmes/p/engagements/e/surveys/s/consentTexts/eins")",
      &text);
  return text;
}

TEST(CheckConsentText, FindsEachFault) {
  EXPECT_TRUE(CheckConsentText(GoodText()).empty());
  const struct {
    std::function<void(ConsentText*)> fault;
    std::string field;
  } cases[] = {
      {[](ConsentText* t) { t->clear_title(); }, "title"},
      {[](ConsentText* t) { t->clear_text(); }, "text"},
      {[](ConsentText* t) { t->mutable_text()->mutable_variants(0)->set_text("<b>ja</b>"); },
       "text.variants[0].text"},
      {[](ConsentText* t) { t->clear_kind(); }, "kind"},
      {[](ConsentText* t) { t->set_kind(static_cast<ConsentText::Kind>(3)); }, "kind"},
      {[](ConsentText* t) { t->set_kind(ConsentText::KIND_NOTICE); }, "covers_special_categories"},
      {[](ConsentText* t) { t->set_version(std::string(41, '1')); }, "version"},
      {[](ConsentText* t) { t->set_replaces("programmes/p"); }, "replaces"},
      {[](ConsentText* t) {
         t->set_replaces("programmes/p/engagements/e/surveys/t/consentTexts/eins");
       },
       "replaces"},
      {[](ConsentText* t) { t->set_replaces(t->name()); }, "replaces"},
  };
  for (const auto& c : cases) {
    ConsentText text = GoodText();
    c.fault(&text);
    const auto violations = CheckConsentText(text);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, "consent_text." + c.field);
  }
}

TEST(CheckConsentText, NoticeNeedsNoMore) {
  ConsentText text = GoodText();
  text.set_kind(ConsentText::KIND_NOTICE);
  text.clear_covers_special_categories();
  text.clear_replaces();
  text.clear_version();
  EXPECT_TRUE(CheckConsentText(text).empty());
}

TEST(CheckReplaces, WantsTheSameKind) {
  const ConsentText consent = GoodText();
  ConsentText notice = GoodText();
  notice.set_kind(ConsentText::KIND_NOTICE);
  EXPECT_TRUE(CheckReplaces(consent, consent).empty());
  EXPECT_TRUE(CheckReplaces(notice, notice).empty());
  EXPECT_EQ(CheckReplaces(consent, notice).at(0).field, "consent_text.replaces");
  EXPECT_EQ(CheckReplaces(notice, consent).at(0).field, "consent_text.replaces");
}

}  // namespace
}  // namespace lotse::survey
