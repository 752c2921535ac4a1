#include "services/engagement/domain/code_list_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::IsEmpty;
using v1alpha::CodeList;

CodeList GoodList() {
  return FromText<CodeList>(R"(
    name: "codeLists/levels-v1" list_uri: "urn:lotse:codelist:levels" version: "1"
    title { variants { language: "de" text: "Ebene" } }
    entries {
      code: "organisation"
      label { variants { language: "de" text: "Organisationsbezogen" } }
      aliases: "orga-bezogen" aliases: "Ebene „Organisation“"
    }
    entries {
      code: "leadership" parent_code: "organisation"
      label { variants { language: "de" text: "Führung" } }
    }
    crosswalks {
      code: "organisation" other { list: "codeLists/c-04-v1" code: "strategy" } relation: "close"
    })");
}

TEST(CheckCodeList, FindsEachFault) {
  EXPECT_THAT(CheckCodeList(GoodList()), IsEmpty());
  struct Case {
    std::function<void(CodeList*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](CodeList* l) { l->set_list_uri(std::string(201, 'x')); }, "code_list.list_uri"},
      {[](CodeList* l) { l->set_version(std::string(21, '1')); }, "code_list.version"},
      {[](CodeList* l) { l->clear_title(); }, "code_list.title"},
      {[](CodeList* l) {
         l->clear_entries();
         l->clear_crosswalks();
       },
       "code_list.entries"},
      {[](CodeList* l) { *l->add_entries() = l->entries(0); }, "code_list.entries[2].code"},
      {[](CodeList* l) { l->mutable_entries(1)->set_code("Führung"); },
       "code_list.entries[1].code"},
      {[](CodeList* l) { l->mutable_entries(1)->clear_label(); }, "code_list.entries[1].label"},
      {[](CodeList* l) { l->mutable_entries(1)->set_parent_code("x"); },
       "code_list.entries[1].parent_code"},
      {[](CodeList* l) { l->mutable_entries(1)->set_parent_code("leadership"); },
       "code_list.entries[1].parent_code"},
      {[](CodeList* l) { l->mutable_entries(1)->set_context(std::string(64, 'x')); },
       "code_list.entries[1].context"},
      {[](CodeList* l) { l->mutable_entries(1)->add_aliases(""); },
       "code_list.entries[1].aliases[0]"},
      {[](CodeList* l) { l->mutable_entries(1)->add_aliases(std::string(201, 'x')); },
       "code_list.entries[1].aliases[0]"},
      {[](CodeList* l) {
         for (int i = 0; i < 21; ++i) l->mutable_entries(1)->add_aliases("x");
       },
       "code_list.entries[1].aliases"},
      {[](CodeList* l) { l->mutable_crosswalks(0)->set_code("x"); },
       "code_list.crosswalks[0].code"},
      {[](CodeList* l) { l->mutable_crosswalks(0)->mutable_other()->set_list("x"); },
       "code_list.crosswalks[0].other.list"},
      {[](CodeList* l) { l->mutable_crosswalks(0)->mutable_other()->set_list(l->name()); },
       "code_list.crosswalks[0].other.list"},
      {[](CodeList* l) { l->mutable_crosswalks(0)->set_relation("same"); },
       "code_list.crosswalks[0].relation"},
      {[](CodeList* l) { l->set_supersedes(l->name()); }, "code_list.supersedes"},
      {[](CodeList* l) { l->set_source(std::string(301, 'x')); }, "code_list.source"},
      {[](CodeList* l) { l->add_external_ids()->set_system("akte"); },
       "code_list.external_ids[0].value"},
  };
  for (const Case& c : cases) {
    CodeList list = GoodList();
    c.fault(&list);
    const auto violations = CheckCodeList(list);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(CheckCodeList, HasLimits) {
  CodeList list = GoodList();
  for (int i = list.entries_size(); i < 501; ++i) {
    *list.add_entries() = list.entries(0);
    list.mutable_entries(i)->set_code("c" + std::to_string(i));
  }
  EXPECT_EQ(CheckCodeList(list).at(0).field, "code_list.entries");
  list = GoodList();
  for (int i = 0; i < 500; ++i) *list.add_crosswalks() = list.crosswalks(0);
  EXPECT_EQ(CheckCodeList(list).at(0).field, "code_list.crosswalks");
}

TEST(CheckCodeList, FindsACircleOfCodes) {
  CodeList list = GoodList();
  list.mutable_entries(0)->set_parent_code("leadership");
  const auto violations = CheckCodeList(list);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "code_list.entries[0].parent_code");
}

TEST(MeansTheSame, LetsOnlyFurtherWordsIn) {
  struct Case {
    const char* what;
    std::function<void(CodeList*)> change;
    bool same;
  };
  const auto english = [](type::v1alpha::Text* text) {
    text->add_variants()->set_language("en");
    text->mutable_variants()->rbegin()->set_text("level");
  };
  const Case cases[] = {
      {"nothing", [](CodeList*) {}, true},
      {"a title in English", [&](CodeList* l) { english(l->mutable_title()); }, true},
      {"a label in English", [&](CodeList* l) { english(l->mutable_entries(1)->mutable_label()); },
       true},
      {"a plain label",
       [](CodeList* l) {
         auto* label = l->mutable_entries(0)->mutable_label();
         *label->add_variants() = label->variants(0);
         label->mutable_variants(1)->set_plain_language(true);
       },
       true},
      {"an alias", [](CodeList* l) { l->mutable_entries(1)->add_aliases("Leitung"); }, true},
      {"no alias", [](CodeList* l) { l->mutable_entries(0)->clear_aliases(); }, true},
      {"no crosswalk", [](CodeList* l) { l->clear_crosswalks(); }, true},
      {"an external id", [](CodeList* l) { l->add_external_ids()->set_system("s"); }, true},
      {"another etag", [](CodeList* l) { l->set_etag("7"); }, true},
      {"another wording",
       [](CodeList* l) {
         l->mutable_entries(0)->mutable_label()->mutable_variants(0)->set_text("Personen");
       },
       false},
      {"a wording less", [](CodeList* l) { l->mutable_title()->clear_variants(); }, false},
      {"a code more", [](CodeList* l) { l->add_entries()->set_code("x"); }, false},
      {"a code less", [](CodeList* l) { l->mutable_entries()->RemoveLast(); }, false},
      {"another order", [](CodeList* l) { l->mutable_entries()->SwapElements(0, 1); }, false},
      {"another parent", [](CodeList* l) { l->mutable_entries(1)->clear_parent_code(); }, false},
      {"another context", [](CodeList* l) { l->mutable_entries(1)->set_context("x"); }, false},
      {"another source", [](CodeList* l) { l->set_source("x"); }, false},
  };
  for (const Case& c : cases) {
    CodeList after = GoodList();
    c.change(&after);
    EXPECT_EQ(MeansTheSame(GoodList(), after), c.same) << c.what;
  }
}

TEST(FindCode, KnowsSpellings) {
  const CodeList list = GoodList();
  struct Case {
    const char* text;
    const char* code;
  };
  const Case cases[] = {
      {"organisation", "organisation"},
      {"organisationsbezogen", "organisation"},
      {" ORGANISATIONSBEZOGEN ", "organisation"},
      {"Organisations\u00ADbezogen", "organisation"},
      {"Orga\u2013bezogen", "organisation"},
      {"Ebene\u00A0\"Organisation\"", "organisation"},
      {"FÜHRUNG", "leadership"},
      {"Fuehrung", nullptr},
      {"", nullptr},
  };
  for (const Case& c : cases) {
    const auto* found = FindCode(list, c.text);
    ASSERT_EQ(found != nullptr, c.code != nullptr) << c.text;
    if (found != nullptr) {
      EXPECT_EQ(found->code(), c.code) << c.text;
    }
  }
}

TEST(FindCode, TellsContextsApart) {
  CodeList list = GoodList();
  *list.add_entries() = list.entries(1);
  list.mutable_entries(1)->set_context("project");
  list.mutable_entries(2)->set_context("network");
  list.mutable_entries(2)->set_code("network-leadership");
  EXPECT_EQ(FindCode(list, "Führung"), nullptr) << "two fit";
  ASSERT_NE(FindCode(list, "Führung", "network"), nullptr);
  EXPECT_EQ(FindCode(list, "Führung", "network")->code(), "network-leadership");
  EXPECT_EQ(FindCode(list, "Führung", "offer"), nullptr);
}

}  // namespace
}  // namespace lotse::engagement
