#include "services/survey/engine/form_state/piped_text.h"

#include <gtest/gtest.h>

#include <string>

#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/form/instance.h"

namespace lotse::survey {
namespace {

using type::v1alpha::Text;

Text German(const std::string& wording) {
  Text text;
  text.add_variants()->set_language("de");
  text.mutable_variants(0)->set_text(wording);
  return text;
}

TEST(PipedText, PutsAnswersInTheirPlaces) {
  logic::FormTreeBuilder builder;
  const auto group = builder.Add(logic::kRootElement, "who", logic::ElementType::kGroup);
  const auto name = builder.Add(group, "name", logic::ElementType::kText);
  const auto tree = std::move(builder).Build();
  ASSERT_TRUE(tree.ok());
  logic::Instance instance(&*tree);
  const auto node = instance.Children(instance.Children(logic::kRootNode, group)[0], name)[0];
  instance.set_text(node, "${name}");
  const struct {
    const char* wording;
    const char* filled;  // nullptr: names no answer.
  } cases[] = {
      {"Name: ${name}!", "Name: ${name}!"},
      {"${name}${name}", "${name}${name}"},
      {"costs $5 {net}", nullptr},
      {"${name", nullptr},
      {"${who} and ${nobody}", nullptr},
      {"${who} and ${ name }", nullptr},
      {"${nobody ${name}", "${nobody ${name}"},
      {"${who}: ${name}", "${who}: ${name}"},
  };
  for (const auto& c : cases) {
    const auto piped = PipedText::Of(German(c.wording), *tree, name);
    ASSERT_EQ(piped.has_value(), c.filled != nullptr) << c.wording;
    if (c.filled == nullptr) continue;
    // An answer that looks like a name is no name.
    const auto filled = piped->Fill({&instance, node}, {}, "de");
    ASSERT_TRUE(filled.ok()) << filled.status();
    EXPECT_EQ(filled->variants(0).text(), c.filled);
    instance.set_text(node, "Ada");
    const auto ada = piped->Fill({&instance, node}, {}, "");
    ASSERT_TRUE(ada.ok());
    EXPECT_NE(ada->variants(0).text().find("Ada"), std::string::npos);
    instance.set_text(node, "${name}");
  }
}

}  // namespace
}  // namespace lotse::survey
