#include "services/survey/logic/questionnaire/instrument_tree.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lotse::survey::logic {
namespace {

using v1alpha::Condition;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Option;
using v1alpha::OptionList;
using v1alpha::Question;

// The first wording, which is the fallback.
std::string Wording(const type::v1alpha::Text& text) {
  return text.variants().empty() ? std::string() : text.variants(0).text();
}

List ListOf(absl::string_view code, const google::protobuf::RepeatedPtrField<Option>& options,
            bool open) {
  List list;
  list.code = std::string(code);
  list.open = open;
  std::set<std::string> names;  // Columns have no order; this is one that stays.
  for (const Option& option : options) {
    for (const auto& [name, value] : option.columns()) names.insert(name);
  }
  // What these two mean is fixed.
  names.erase("name");
  names.erase("label");
  list.columns = {"name", "label"};
  list.columns.insert(list.columns.end(), names.begin(), names.end());
  for (const Option& option : options) {
    std::vector<std::string> row = {option.code(), Wording(option.label())};
    for (const std::string& name : names) {
      const auto cell = option.columns().find(name);
      row.push_back(cell == option.columns().end() ? std::string() : cell->second);
    }
    list.rows.push_back(std::move(row));
  }
  return list;
}

ElementType TypeOf(const Question& question) {
  switch (question.kind()) {
    case Question::KIND_GROUP:
    case Question::KIND_MATRIX:
      return ElementType::kGroup;
    case Question::KIND_REPEAT:
      return ElementType::kRepeat;
    case Question::KIND_SINGLE_CHOICE:
      return ElementType::kChoice;
    case Question::KIND_MULTIPLE_CHOICE:
      return ElementType::kMultipleChoice;
    case Question::KIND_RANKING:
      return ElementType::kRanking;
    case Question::KIND_INTEGER:
      return ElementType::kInteger;
    case Question::KIND_DECIMAL:
      return ElementType::kDecimal;
    case Question::KIND_DATE:
      return ElementType::kDate;
    case Question::KIND_TIME:
      return ElementType::kTime;
    case Question::KIND_DATE_TIME:
      return ElementType::kDateTime;
    case Question::KIND_FILE:
      return ElementType::kFile;
    default:
      // Notes, calculations and what a client sets are texts.
      return ElementType::kText;
  }
}

bool HasOptions(const Question& question) {
  return !question.options().empty() || !question.option_list().empty();
}

class Maker {
 public:
  explicit Maker(const Instrument& instrument) : instrument_(instrument) {
    for (const OptionList& list : instrument.option_lists()) {
      builder_.AddList(
          ListOf(list.code(), list.options(), !list.file().empty() && list.options().empty()));
    }
  }

  absl::StatusOr<FormTree> Make() && {
    for (const InstrumentSection& section : instrument_.sections()) {
      const ElementId parent =
          section.code().empty() ? kRootElement
                                 : builder_.Add(kRootElement, section.code(), ElementType::kGroup);
      for (const Question& question : section.questions()) Add(parent, question);
    }
    if (!status_.ok()) return status_;
    return std::move(builder_).Build();
  }

 private:
  void Add(ElementId parent, const Question& question) {
    const int list = ListFor(question);
    const bool matrix = question.kind() == Question::KIND_MATRIX;
    const ElementId id =
        builder_.Add(parent, question.code(), TypeOf(question), matrix ? kNone : list);
    for (const v1alpha::Item& item : question.items()) {
      builder_.Add(id, item.code(), ElementType::kChoice, list);
    }
    if (!HoldsElements(TypeOf(question))) return;
    for (const Question& inner : question.questions()) Add(id, inner);
  }

  int ListFor(const Question& question) {
    if (!HasOptions(question)) return kNone;
    if (question.option_list().empty()) {
      return builder_.AddList(ListOf("", question.options(), false));
    }
    for (int i = 0; i < instrument_.option_lists_size(); ++i) {
      if (instrument_.option_lists(i).code() == question.option_list()) return i;
    }
    if (status_.ok()) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat("the question `", question.code(), "` names the list `",
                       question.option_list(), "`, which is not there; add it, or give options"));
    }
    return kNone;
  }

  const Instrument& instrument_;
  FormTreeBuilder builder_;
  absl::Status status_;
};

// A text of an expression; one with both marks is put together.
std::string Literal(absl::string_view text) {
  if (!absl::StrContains(text, '\'')) return absl::StrCat("'", text, "'");
  if (!absl::StrContains(text, '"')) return absl::StrCat("\"", text, "\"");
  const std::size_t at = text.find('\'');
  return absl::StrCat("concat(", Literal(text.substr(0, at)), ", \"'\", ",
                      Literal(text.substr(at + 1)), ")");
}

std::string ExpressionOf(const Condition& condition) {
  const std::string answer = absl::StrCat("${", condition.code(), "}");
  if (condition.test() == Condition::TEST_ANSWERED)
    return absl::StrCat("string(", answer, ") != ''");
  std::vector<std::string> chosen;
  for (const std::string& option : condition.options()) {
    chosen.push_back(absl::StrCat("selected(", answer, ", ", Literal(option), ")"));
  }
  const std::string any = absl::StrJoin(chosen, " or ");
  return condition.test() == Condition::TEST_NONE_CHOSEN ? absl::StrCat("not(", any, ")") : any;
}

std::string RelevanceOf(const Question& question) {
  std::vector<std::string> all;
  for (const Condition& condition : question.relevant_if()) {
    all.push_back(ExpressionOf(condition));
  }
  if (!question.logic().relevant().empty()) all.push_back(question.logic().relevant());
  if (all.size() < 2) return all.empty() ? "" : all[0];
  return absl::StrCat("(", absl::StrJoin(all, ") and ("), ")");
}

bool IsAsked(const Question& question) {
  return question.kind() != Question::KIND_CALCULATION &&
         question.kind() != Question::KIND_HIDDEN && question.kind() != Question::KIND_METADATA;
}

void AddLogic(const Question& question, const FormTree& tree, std::vector<ElementLogic>* all) {
  const v1alpha::QuestionLogic& from = question.logic();
  ElementLogic logic;
  logic.relevant = RelevanceOf(question);
  logic.constraint = from.constraint();
  logic.required = !from.required_if().empty() ? from.required_if()
                   : question.required()       ? "true()"
                                               : "";
  logic.calculation = from.calculation();
  logic.initial_value = from.initial_value();
  logic.read_only = from.read_only_if();
  logic.option_filter = from.option_filter();
  logic.repeat_count = from.repeat_count();
  for (const std::string& code : from.trigger()) {
    if (const auto id = tree.Find(code)) logic.triggers.push_back(*id);
  }
  // One that is always read only cannot be written over.
  logic.asked = IsAsked(question) && from.read_only_if() != "true()";
  const std::optional<ElementId> id = tree.Find(question.code());
  if (!id) return;
  for (const v1alpha::Item& item : question.items()) {
    if (const auto inner = tree.Find(item.code())) {
      (*all)[*inner].required = logic.required;
      (*all)[*inner].option_filter = logic.option_filter;
      (*all)[*inner].asked = true;
    }
  }
  if (!question.items().empty()) logic.required.clear();  // Each item is answered by itself.
  (*all)[*id] = std::move(logic);
  for (const Question& inner : question.questions()) AddLogic(inner, tree, all);
}

}  // namespace

absl::StatusOr<FormTree> FormTreeOf(const Instrument& instrument) {
  return Maker(instrument).Make();
}

std::vector<ElementLogic> LogicOf(const Instrument& instrument, const FormTree& tree) {
  std::vector<ElementLogic> all(tree.elements().size());
  for (const InstrumentSection& section : instrument.sections()) {
    if (const auto id = tree.Find(section.code())) all[*id].relevant = section.relevant();
    for (const Question& question : section.questions()) AddLogic(question, tree, &all);
  }
  return all;
}

}  // namespace lotse::survey::logic
