#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/engine/file_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xforms/itemset.h"
#include "services/survey/exchange/xforms/question_reader.h"
#include "services/survey/exchange/xforms/settings.h"

// What kind of question a control is, and what only that kind has.

namespace lotse::survey::xforms {

using pugi::xml_node;
using v1alpha::Option;
using v1alpha::Question;

namespace {

// The type of the bind without its prefix.
std::string TypeOf(const FormNode& node) {
  return WithoutBadBytes(absl::StripAsciiWhitespace(LocalName(node.BindAttribute("type").value())));
}

constexpr struct {
  absl::string_view type;
  Question::Kind kind;
} kInputTypes[] = {
    {"int", Question::KIND_INTEGER},     {"integer", Question::KIND_INTEGER},
    {"long", Question::KIND_INTEGER},    {"short", Question::KIND_INTEGER},
    {"decimal", Question::KIND_DECIMAL}, {"double", Question::KIND_DECIMAL},
    {"float", Question::KIND_DECIMAL},   {"date", Question::KIND_DATE},
    {"time", Question::KIND_TIME},       {"dateTime", Question::KIND_DATE_TIME},
    {"string", Question::KIND_TEXT},     {"", Question::KIND_TEXT},
};

// Types that say no more than the kind does.
bool SaysNoMore(absl::string_view type, const Question& question) {
  if (type.empty() || type == LocalName(XformsTypeOf(question))) return true;
  if (question.kind() == Question::KIND_METADATA) return type == "string";
  if (question.kind() == Question::KIND_RANKING) return type == "string" || type == "rank";
  const bool is_choice = question.kind() == Question::KIND_SINGLE_CHOICE ||
                         question.kind() == Question::KIND_MULTIPLE_CHOICE;
  if (is_choice) return type == "select" || type == "select1";
  return std::any_of(std::begin(kInputTypes), std::end(kInputTypes), [&](const auto& known) {
    return known.type == type && known.kind == question.kind();
  });
}

}  // namespace

void QuestionReader::ReadKind(const FormNode& node, Question* question) {
  question->set_kind(KindOf(node, question));
  ReadType(node, question);
  switch (question->kind()) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MULTIPLE_CHOICE:
    case Question::KIND_RANKING:
      return ReadOptions(node, question);
    case Question::KIND_INTEGER:
    case Question::KIND_DECIMAL:
      if (LocalName(node.element.name()) == "range") ReadScale(node, question);
      return;
    default:
      return;
  }
}

Question::Kind QuestionReader::KindOf(const FormNode& node, Question* question) {
  const absl::string_view control = LocalName(node.element.name());
  if (control.empty()) return KindOfHidden(node, question);
  if (control == "select1") return Question::KIND_SINGLE_CHOICE;
  if (control == "select") return Question::KIND_MULTIPLE_CHOICE;
  if (control == "rank") return Question::KIND_RANKING;
  if (control == "trigger") return Question::KIND_ACKNOWLEDGEMENT;
  if (control == "upload") return KindOfUpload(node, question);
  if (control == "range") {
    return TypeOf(node) == "decimal" ? Question::KIND_DECIMAL : Question::KIND_INTEGER;
  }
  return KindOfInput(node);
}

// An input that cannot be changed and shows no value is a text to be read.
Question::Kind QuestionReader::KindOfInput(const FormNode& node) {
  const std::string type = TypeOf(node);
  const auto known = std::find_if(std::begin(kInputTypes), std::end(kInputTypes),
                                  [&type](const auto& one) { return one.type == type; });
  const Question::Kind kind = known == std::end(kInputTypes) ? Question::KIND_TEXT : known->kind;
  const bool shows_a_value = node.BindAttribute("calculate") || node.BindAttribute("preload") ||
                             !node.value.empty() || !node.initial_value.empty() ||
                             !node.triggers.empty();
  const bool is_note = kind == Question::KIND_TEXT && known != std::end(kInputTypes) &&
                       !shows_a_value &&
                       IsTrue(absl::StripAsciiWhitespace(node.BindAttribute("readonly").value()));
  return is_note ? Question::KIND_NOTE : kind;
}

Question::Kind QuestionReader::KindOfHidden(const FormNode& node, Question* question) {
  const Question::Metadata metadata = MetadataOf(node.BindAttribute("preload").value(),
                                                 node.BindAttribute("preloadParams").value());
  if (metadata != Question::METADATA_UNSPECIFIED) {
    question->set_metadata(metadata);
    return Question::KIND_METADATA;
  }
  const bool is_computed = node.BindAttribute("calculate") || !node.triggers.empty();
  return is_computed ? Question::KIND_CALCULATION : Question::KIND_HIDDEN;
}

Question::Kind QuestionReader::KindOfUpload(const FormNode& node, Question* question) {
  const std::string wanted = ValueOf(node.element, "mediatype");
  for (const absl::string_view type : MediaTypesTaken()) {
    if (TakesFiles(wanted, type)) question->add_media_types(std::string(type));
  }
  if (!question->media_types().empty()) return Question::KIND_FILE;
  Warn(node.element, node,
       absl::StrCat("Files of the type `", Shortened(wanted),
                    "` are not taken; the question is not asked, and its texts were left out. Give "
                    "image/*, audio/*, video/*, application/pdf, text/plain or */*."));
  return Question::KIND_HIDDEN;
}

void QuestionReader::ReadType(const FormNode& node, Question* question) {
  const std::string type = TypeOf(node);
  if (SaysNoMore(type, *question)) return;
  (*question->mutable_settings())["type"] = type;
  if (question->kind() != Question::KIND_TEXT) return;
  Warn(node.binds[0], node,
       absl::StrCat("The type `", Shortened(type),
                    "` is not known here; the question takes text, and the type is kept."));
}

void QuestionReader::ReadOptions(const FormNode& node, Question* question) {
  const std::vector<xml_node> itemsets = Children(node.element, "itemset");
  const std::vector<xml_node> items = Children(node.element, "item");
  if (itemsets.size() > 1 || (!itemsets.empty() && !items.empty())) {
    Fail(node.element, node, "Give either one <itemset> or <item> elements.");
    return;
  }
  if (items.size() > kMaxOptions) {
    Fail(node.element, node,
         absl::StrCat("The question has ", items.size(), " options; give at most ", kMaxOptions,
                      ", or a list of its own."));
    return;
  }
  if (!itemsets.empty()) ReadItemset(itemsets[0], node, question);
  for (const xml_node& item : items) ReadItem(item, node, question);
  if (itemsets.empty() && items.empty()) {
    Fail(node.element, node, "The question has no options; give <item> or <itemset>.");
  }
}

void QuestionReader::ReadItem(const xml_node& item, const FormNode& node, Question* question) {
  const std::string code =
      WithoutBadBytes(absl::StripAsciiWhitespace(TextBelow(Child(item, "value"))));
  if (!IsOptionCode(code)) {
    Fail(item, node,
         absl::StrCat("`", Shortened(code),
                      "` cannot be the value of an option; give 1 to 64 characters "
                      "without white space."));
    return;
  }
  for (const Option& known : question->options()) {
    if (known.code() != code) continue;
    Fail(item, node, absl::StrCat("The option `", code, "` is there twice."));
    return;
  }
  Option* option = question->add_options();
  option->set_code(code);
  Wording wording = texts_->Of(Child(item, "label"), &node);
  if (wording.text.variants().empty()) {
    Warn(item, node, "The option has no label; its value stands for it.");
  }
  *option->mutable_label() = std::move(wording.text);
  for (v1alpha::Media& media : wording.media) *option->add_media() = std::move(media);
  if (!wording.guidance.variants().empty()) {
    Warn(item, node, "The guidance beside the label of an option was left out.");
  }
  texts_->Complete(code, option->mutable_label());
}

void QuestionReader::ReadItemset(const xml_node& element, const FormNode& node,
                                 Question* question) {
  const absl::StatusOr<Itemset> itemset = ParseItemset(ValueOf(element, "nodeset"));
  if (!itemset.ok()) {
    return Fail(element, node, absl::StrCat("The itemset: ", itemset.status().message(), "."));
  }
  if (!lists_->Use(itemset->instance, element, question)) {
    return Fail(
        element, node,
        absl::StrCat("There is no instance `", Shortened(itemset->instance), "` for the itemset."));
  }
  std::vector<std::string> filters;
  for (const std::string& filter : itemset->filters) {
    filters.push_back(reading_->Filter(filter, node, element));
  }
  if (filters.size() == 1) {
    question->mutable_logic()->set_option_filter(filters[0]);
  } else if (!filters.empty()) {
    question->mutable_logic()->set_option_filter(
        absl::StrCat("(", absl::StrJoin(filters, ") and ("), ")"));
  }
  if (itemset->randomized) {
    question->mutable_randomization()->set_seed(
        reading_->Expression(itemset->seed, node, element, "randomize"));
  }
}

void QuestionReader::ReadScale(const FormNode& node, Question* question) {
  const std::string start = ValueOf(node.element, "start");
  const std::string end = ValueOf(node.element, "end");
  const std::string step = ValueOf(node.element, "step");
  double step_value = 0;
  if (!IsNumeral(start) || !IsNumeral(end) || !IsNumeral(step) || start == end ||
      !absl::SimpleAtod(step, &step_value) || step_value <= 0) {
    Fail(node.element, node,
         "The range needs the numbers `start`, `end` and `step`, of which the first two differ and "
         "the last is more than 0.");
    return;
  }
  question->mutable_scale()->set_start(start);
  question->mutable_scale()->set_end(end);
  question->mutable_scale()->set_step(step);
}

}  // namespace lotse::survey::xforms
