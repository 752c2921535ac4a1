#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/logic/functions/function_table.h"
#include "services/survey/logic/syntax/parser.h"
#include "services/survey/logic/syntax/printer.h"

// Reads every expression of real forms, as other programs wrote them.

namespace lotse::survey::logic {
namespace {

// All expressions of a form, but for paths that name where something stands.
class Collector : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node& node) override {
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      const std::string name = attribute.name();
      if (absl::EndsWith(name, "relevant") || name == "constraint" || name == "calculate" ||
          name == "required" || name == "readonly" || name == "jr:count" || name == "value" ||
          (name == "nodeset" && absl::string_view(node.name()) == "itemset")) {
        expressions.emplace_back(attribute.value());
      }
    }
    return true;
  }

  std::vector<std::string> expressions;
};

// Calls `use` with the name of each function that is called.
template <typename Use>
void EachFunction(const Expression& e, Use use) {
  if (e.kind == Expression::Kind::kCall) use(e.text);
  for (const auto* parts : {&e.operands, &e.predicates}) {
    for (const ExpressionPtr& part : *parts) EachFunction(*part, use);
  }
  for (const Step& step : e.steps) {
    for (const ExpressionPtr& part : step.predicates) EachFunction(*part, use);
  }
}

TEST(ParserReference, ReadsTheExpressionsOfRealForms) {
  const char* const reference = std::getenv("LOTSE_REFERENCE");
  const std::filesystem::path folder = absl::StrCat(
      reference != nullptr ? reference : "../shared/reference", "/questionnaires/xform");
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no reference data: " << folder;
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_file(file.path().c_str())) << file.path();
    Collector collector;
    document.traverse(collector);
    for (const std::string& text : collector.expressions) {
      if (text.empty()) continue;
      const absl::StatusOr<ExpressionPtr> parsed = Parse(text);
      ASSERT_TRUE(parsed.ok()) << file.path() << ": " << text << ": " << parsed.status();
      const absl::StatusOr<ExpressionPtr> again = Parse(Print(**parsed));
      ASSERT_TRUE(again.ok()) << Print(**parsed) << ": " << again.status();
      EXPECT_TRUE(Same(**parsed, **again)) << text;
      EachFunction(**parsed, [&](const std::string& name) {
        if (name == "jr:itext") return;  // Which the reader of XForms takes out.
        EXPECT_NE(FindFunction(name), nullptr) << file.path() << ": " << name;
      });
      ++count;
    }
  }
  EXPECT_GT(count, 500);
}

}  // namespace
}  // namespace lotse::survey::logic
