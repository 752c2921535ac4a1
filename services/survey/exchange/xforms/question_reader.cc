#include "services/survey/exchange/xforms/question_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/media_rules.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xforms/body.h"
#include "services/survey/exchange/xforms/settings.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"

namespace lotse::survey::xforms {

using pugi::xml_node;
using v1alpha::Question;

bool IsTrue(absl::string_view expression) { return expression == "true()"; }

bool IsNumeral(absl::string_view text) {
  absl::ConsumePrefix(&text, "-");
  const std::size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view rest =
      point == absl::string_view::npos ? absl::string_view() : text.substr(point + 1);
  const auto digits = [](absl::string_view part) {
    return std::all_of(part.begin(), part.end(), absl::ascii_isdigit);
  };
  return whole.size() + rest.size() > 0 && digits(whole) && digits(rest);
}

void QuestionReader::Fail(const xml_node& where, const FormNode& node, absl::string_view message) {
  reading_->findings.Fail(reading_->LineOf(where), node.code, message);
}

void QuestionReader::Warn(const xml_node& where, const FormNode& node, absl::string_view message) {
  reading_->findings.Warn(reading_->LineOf(where), node.code, message);
}

void QuestionReader::Add(const FormNode& node, Questions* questions) {
  if (++questions_ > kMaxQuestions) {
    if (questions_ == kMaxQuestions + 1) {
      reading_->findings.Fail(
          node.line, node.code,
          absl::StrCat("More than ", kMaxQuestions, " questions; divide the form."));
    }
    return;
  }
  Question question;
  question.set_code(node.code);
  reading_->places.questions[node.code].line = node.line;
  if (node.is_leaf()) {
    ReadKind(node, &question);
  } else {
    AddBelow(node, &question);
  }
  ReadTexts(node, &question);
  ReadLogic(node, &question);
  ReadSettings(node, &question);
  WarnOfElement(node);
  for (Question& computed : texts_->TakeComputed(node)) *questions->Add() = std::move(computed);
  *questions->Add() = std::move(question);
}

void QuestionReader::AddBelow(const FormNode& node, Question* question) {
  question->set_kind(node.is_repeat ? Question::KIND_REPEAT : Question::KIND_GROUP);
  if (node.is_repeat) ReadRepeat(node, question);
  if (!node.is_repeat && (node.instances > 1 && node.has_template)) {
    Warn(node.element, node, "The node has a template, but no repeat in the body.");
  }
  if (depth_ >= kMaxQuestionDepth) {
    reading_->findings.Fail(
        node.line, node.code,
        absl::StrCat("More than ", kMaxQuestionDepth, " groups and repeats within one another."));
    return;
  }
  ++depth_;
  for (const FormNode* child : node.Ordered()) Add(*child, question->mutable_questions());
  --depth_;
}

void QuestionReader::ReadRepeat(const FormNode& node, Question* question) {
  const std::string count = ValueOf(node.element, "count");
  if (!count.empty()) {
    question->mutable_logic()->set_repeat_count(
        reading_->Expression(count, node, node.element, "jr:count"));
  } else if (absl::StartsWith(ValueOf(node.element, "noAddRemove"), "true")) {
    question->mutable_logic()->set_repeat_count(absl::StrCat(std::max(node.instances, 1)));
  } else if (node.instances > 1 && node.parent->instances == 1) {
    Warn(node.element, node,
         absl::StrCat("The form begins with ", node.instances, " instances of ", node.Path(),
                      "; it was taken over as a repeat to which instances are added."));
  }
}

void QuestionReader::ReadTexts(const FormNode& node, Question* question) {
  if (question->kind() == Question::KIND_HIDDEN) {
    return texts_->Complete(node.code, question->mutable_text());
  }
  const xml_node element = node.label_group ? node.label_group : node.element;
  const xml_node label = Child(element, "label");
  Wording wording = texts_->Of(label, &node);
  const Wording hint = texts_->Of(Child(element, "hint"), &node);
  *question->mutable_text() = std::move(wording.text);
  if (!hint.text.variants().empty()) *question->mutable_hint() = hint.text;
  if (!hint.guidance.variants().empty()) *question->mutable_guidance() = hint.guidance;
  if (!question->has_guidance() && !wording.guidance.variants().empty()) {
    *question->mutable_guidance() = wording.guidance;
  }
  for (const v1alpha::Media& one : wording.media) *question->add_media() = one;
  for (const v1alpha::Media& one : hint.media) *question->add_media() = one;
  if (question->media_size() > kMaxMedia) {
    Fail(element, node, absl::StrCat("More than ", kMaxMedia, " files beside the texts."));
  }
  if (node.is_leaf() && element && question->text().variants().empty()) {
    Warn(element, node, "There is no text here; the code stands for it.");
  }
  texts_->Complete(node.code, question->mutable_text());
  std::string appearance = ValueOf(node.element, "appearance");
  if (appearance.empty()) appearance = ValueOf(node.label_group, "appearance");
  question->set_appearance(appearance);
}

std::string QuestionReader::Property(const FormNode& node, const char* attribute) {
  for (const xml_node& bind : node.binds) {
    if (const std::string value = ValueOf(bind, attribute); !value.empty()) {
      return reading_->Expression(value, node, bind, attribute);
    }
  }
  return "";
}

void QuestionReader::ReadLogic(const FormNode& node, Question* question) {
  v1alpha::QuestionLogic logic = question->logic();
  logic.set_relevant(Property(node, "relevant"));
  logic.set_constraint(Property(node, "constraint"));
  logic.set_calculation(Property(node, "calculate"));
  const std::string read_only = Property(node, "readonly");
  const bool says_nothing =
      read_only == "false()" || (IsTrue(read_only) && question->kind() == Question::KIND_NOTE);
  if (!says_nothing) logic.set_read_only_if(read_only);
  const int line = node.binds.empty() ? node.line : reading_->LineOf(node.binds[0]);
  if (const auto message = node.BindAttribute("constraintMsg")) {
    *logic.mutable_constraint_message() = texts_->OfMessage(message.value(), node, line);
  }
  if (const auto message = node.BindAttribute("requiredMsg")) {
    *logic.mutable_required_message() = texts_->OfMessage(message.value(), node, line);
  }
  *question->mutable_logic() = std::move(logic);
  ReadRequired(node, question);
  ReadInitialValue(node, question);
  ReadTriggers(node, question);
  if (question->logic().ByteSizeLong() == 0) question->clear_logic();
}

void QuestionReader::ReadRequired(const FormNode& node, Question* question) {
  const std::string required = Property(node, "required");
  if (!node.is_leaf()) {
    if (!required.empty() && required != "false()") {
      Warn(node.binds[0], node, "`required` was left out: a group has no answer.");
    }
    return;
  }
  if (required.empty() || required == "false()") return;
  if (!CanBeRequired(question->kind())) {
    reading_->findings.Note(reading_->LineOf(node.binds[0]), node.code,
                            "Nobody answers it, so that nothing can be required; left out.");
    return;
  }
  if (IsTrue(required)) {
    question->set_required(true);
  } else {
    question->mutable_logic()->set_required_if(required);
  }
  if (question->kind() == Question::KIND_NOTE) {
    reading_->findings.Note(reading_->LineOf(node.binds[0]), node.code,
                            "A note that is required stops everybody who is shown it; kept.");
  }
}

void QuestionReader::ReadInitialValue(const FormNode& node, Question* question) {
  std::string value = node.initial_value;
  if (!node.value.empty() && node.is_leaf()) {
    if (value.empty()) {
      const bool is_number =
          question->kind() == Question::KIND_INTEGER || question->kind() == Question::KIND_DECIMAL;
      value = is_number && IsNumeral(node.value) ? node.value : QuotedXpath(node.value);
    } else {
      reading_->findings.Note(node.line, node.code,
                              "The value in the instance was left out: an action sets another.");
    }
  }
  const std::string preloaded = PreloadedValue(node, *question);
  if (!preloaded.empty()) value = preloaded;
  question->mutable_logic()->set_initial_value(value);
}

std::string QuestionReader::PreloadedValue(const FormNode& node, const Question& question) {
  const std::string preload = node.BindAttribute("preload").value();
  if (preload.empty() || question.kind() == Question::KIND_METADATA) return "";
  const std::string parameters = node.BindAttribute("preloadParams").value();
  switch (MetadataOf(preload, parameters)) {
    case Question::METADATA_START:
      return "now()";
    case Question::METADATA_TODAY:
      return "today()";
    default:
      break;
  }
  if (preload == "uid") return "concat('uuid:', uuid())";
  Warn(node.binds[0], node,
       absl::StrCat("The preload `", Shortened(WithoutBadBytes(preload)), "` `",
                    Shortened(WithoutBadBytes(parameters)), "` was left out."));
  return "";
}

void QuestionReader::ReadTriggers(const FormNode& node, Question* question) {
  if (node.triggers.empty()) return;
  v1alpha::QuestionLogic* logic = question->mutable_logic();
  if (!logic->calculation().empty() || node.triggers.size() > 32) {
    Fail(node.binds.empty() ? node.element : node.binds[0], node,
         absl::StrCat(node.Path(),
                      logic->calculation().empty()
                          ? " is set by more than 32 questions."
                          : " is calculated and set by an action as well; give one of both."));
    return;
  }
  logic->set_calculation(node.triggered);
  for (const FormNode* trigger : node.triggers) logic->add_trigger(trigger->code);
}

void QuestionReader::ReadSettings(const FormNode& node, Question* question) {
  auto& settings = *question->mutable_settings();
  for (const XformsSetting& setting : kBindSettings) {
    if (const auto found = node.BindAttribute(setting.name)) {
      settings[std::string(setting.name)] = WithoutBadBytes(found.value());
    }
  }
  if (!node.is_leaf() || !node.element || question->kind() == Question::KIND_HIDDEN) return;
  for (const XformsSetting& setting : kControlSettings) {
    const std::string value = ValueOf(node.element, setting.name);
    if (!value.empty()) settings[std::string(setting.name)] = value;
  }
}

void QuestionReader::WarnOfElement(const FormNode& node) {
  const auto known = [](absl::string_view name) {
    for (const absl::string_view one :
         {"ref", "nodeset", "bind", "appearance", "count", "noAddRemove", "start", "end", "step"}) {
      if (name == one) return true;
    }
    return IsSetting(name, kControlSettings);
  };
  for (const xml_node& element : {node.element, node.label_group}) {
    if (!element) continue;
    reading_->WarnOfAttributes(element, known, node.code);
    if (!node.is_leaf()) continue;
    for (const xml_node& child : Children(element)) {
      const absl::string_view name = LocalName(child.name());
      const bool is_option = name == "item" || name == "itemset";
      if (is_option || name == "label" || name == "hint" || IsAction(name)) continue;
      Warn(child, node,
           absl::StrCat("The unknown <", Shortened(child.name()), "> in <",
                        Shortened(element.name()), "> was left out."));
    }
  }
}

}  // namespace lotse::survey::xforms
