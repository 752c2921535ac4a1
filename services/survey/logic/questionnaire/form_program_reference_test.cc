#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/survey/logic/questionnaire/form_program.h"

// Compiles the expressions of real forms in their places, and computes an empty response. The forms
// are read here as far as expressions need it; names that are there twice leave a form out.

namespace lotse::survey::logic {
namespace {

using pugi::xml_node;

// A form as far as it is needed.
class XForm {
 public:
  // False if it cannot be shown as a tree of unique codes.
  bool Read(const pugi::xml_document& document) {
    const xml_node model = document.child("h:html").child("h:head").child("model");
    for (const auto& found : document.select_nodes("//*[local-name()='repeat']")) {
      repeats_.insert(found.node().attribute("nodeset").value());
    }
    const xml_node root = model.child("instance").first_child();
    builder_ = FormTreeBuilder(root.name());
    for (const xml_node& instance : model.children("instance")) AddList(instance);
    AddChildren(root, kRootElement, absl::StrCat("/", root.name()));
    auto tree = std::move(builder_).Build();
    if (!tree.ok()) return false;
    tree_ = *std::move(tree);
    logic_.resize(tree_.elements().size());
    for (const xml_node& bind : model.children("bind")) AddBind(bind);
    return true;
  }

  FormProgram Compiled() const { return FormProgram(tree_, logic_); }
  int expressions() const { return expressions_; }

 private:
  void AddChildren(const xml_node& node, ElementId parent, const std::string& path) {
    for (const xml_node& child : node.children()) {
      if (child.type() != pugi::node_element || child.attribute("jr:template")) continue;
      const std::string inner = absl::StrCat(path, "/", child.name());
      const bool group = child.first_child().type() == pugi::node_element;
      const ElementType type = repeats_.count(inner) != 0 ? ElementType::kRepeat
                               : group                    ? ElementType::kGroup
                                                          : ElementType::kText;
      const ElementId id = builder_.Add(parent, child.name(), type);
      ids_[inner] = id;
      AddChildren(child, id, inner);
    }
  }

  // Behind the last one if there is none of this name.
  static std::size_t ColumnOf(const List& list, absl::string_view name) {
    const auto found = std::find(list.columns.begin(), list.columns.end(), name);
    return static_cast<std::size_t>(found - list.columns.begin());
  }

  void AddList(const xml_node& instance) {
    const std::string id = instance.attribute("id").value();
    if (id.empty() || !instance.child("root")) return;
    List list;
    list.code = id;
    list.columns = {"name"};
    list.open = true;
    for (const xml_node& item : instance.child("root").children("item")) {
      for (const xml_node& cell : item.children()) {
        if (ColumnOf(list, cell.name()) == list.columns.size()) {
          list.columns.emplace_back(cell.name());
        }
      }
    }
    for (const xml_node& item : instance.child("root").children("item")) {
      auto& row = list.rows.emplace_back(list.columns.size());
      for (const xml_node& cell : item.children()) {
        row[ColumnOf(list, cell.name())] = cell.child_value();
      }
    }
    builder_.AddList(std::move(list));
  }

  void AddBind(const xml_node& bind) {
    const auto id = ids_.find(bind.attribute("nodeset").value());
    if (id == ids_.end()) return;
    ElementLogic& logic = logic_[id->second];
    const std::pair<const char*, std::string ElementLogic::*> properties[] = {
        {"relevant", &ElementLogic::relevant},  {"constraint", &ElementLogic::constraint},
        {"required", &ElementLogic::required},  {"calculate", &ElementLogic::calculation},
        {"readonly", &ElementLogic::read_only},
    };
    for (const auto& [name, property] : properties) {
      // The reader of XForms puts a text in the place of its id.
      logic.*property =
          absl::StrReplaceAll(bind.attribute(name).value(), {{"jr:itext(", "string("}});
      expressions_ += (logic.*property).empty() ? 0 : 1;
    }
  }

  FormTreeBuilder builder_;
  FormTree tree_;
  std::set<std::string> repeats_;
  std::map<std::string, ElementId> ids_;
  std::vector<ElementLogic> logic_;
  int expressions_ = 0;
};

// Random numbers are not what is looked at.
class NoRandom : public RandomSource {
 public:
  std::uint64_t Next() override { return 0; }
};

// Nor are texts.
class AnyText : public Texts {
 public:
  absl::string_view OptionLabel(int, int) const override { return "label"; }
};

TEST(FormProgramReference, ComputesRealForms) {
  const char* const reference = std::getenv("LOTSE_REFERENCE");
  const std::filesystem::path folder = absl::StrCat(
      reference != nullptr ? reference : "../shared/reference", "/questionnaires/xform");
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no reference data: " << folder;
  int forms = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_file(file.path().c_str())) << file.path();
    XForm form;
    if (!form.Read(document)) {
      std::cout << file.path().filename() << ": left out, a name is there twice\n";
      continue;
    }
    const absl::Time start = absl::Now();
    const FormProgram program = form.Compiled();
    const absl::Time compiled = absl::Now();
    for (const LogicFinding& finding : program.findings()) {
      EXPECT_FALSE(finding.error) << file.path() << ": "
                                  << program.tree().element(finding.element).code << ": "
                                  << finding.message;
    }
    if (!program.ok()) continue;
    NoRandom random;
    Environment environment;
    environment.random = &random;
    const AnyText texts;
    environment.texts = &texts;
    Instance instance(&program.tree());
    const absl::Status initialized = program.Initialize(&instance, environment);
    ASSERT_TRUE(initialized.ok()) << initialized;
    const absl::Time made = absl::Now();
    const absl::Status status = program.Recompute(&instance, environment, {});
    ASSERT_TRUE(status.ok()) << status;
    const absl::Time computed = absl::Now();
    const auto violations = program.Check(instance, environment);
    ASSERT_TRUE(violations.ok()) << violations.status();
    std::cout << file.path().filename() << ": " << program.tree().elements().size() << " elements, "
              << form.expressions() << " expressions; compiled in " << compiled - start
              << ", computed in " << computed - made << ", " << violations->size()
              << " violations\n";
    ++forms;
  }
  EXPECT_GE(forms, 2);
}

}  // namespace
}  // namespace lotse::survey::logic
