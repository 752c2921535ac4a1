#include "services/survey/exchange/quexml_question.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/kind_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/exchange/choice_codes.h"
#include "services/survey/exchange/contact_words.h"

namespace lotse::survey {
namespace {

using pugi::xml_node;
using v1alpha::Condition;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;

std::vector<xml_node> ChildrenOf(const xml_node& node, const char* name) {
  const auto children = node.children(name);
  return {children.begin(), children.end()};
}

// True if `response` is one box to tick: a single category of the value `Y`.
bool IsBox(const xml_node& response) {
  const std::vector<xml_node> categories = ChildrenOf(response.child("fixed"), "category");
  return categories.size() == 1 && QuexmlContext::ValueOf(categories[0], "value") == "Y";
}

// True if answers of this format are running text; `text` is the default.
bool IsTextFormat(absl::string_view format) {
  return format.empty() || format == "text" || format == "longtext";
}

// Who is asked a contingent question.
Condition ChosenBy(const std::string& question, const std::string& option) {
  Condition condition;
  condition.set_code(question);
  condition.set_test(Condition::TEST_ANY_CHOSEN);
  condition.add_options(option);
  return condition;
}
Condition AnsweredBy(const std::string& question) {
  Condition condition;
  condition.set_code(question);
  condition.set_test(Condition::TEST_ANSWERED);
  return condition;
}
std::string InWords(const Condition& condition) {
  const absl::string_view question = Shortened(condition.code());
  if (condition.options().empty()) return absl::StrCat("answered `", question, "`");
  return absl::StrCat("chose `", Shortened(condition.options(0)), "` in `", question, "`");
}

}  // namespace

void QuexmlQuestionReader::Read(const xml_node& node) {
  context_->WarnOfUnknown(
      node, {}, {"text", "directive", "qualifier", "specifier", "subQuestion", "response"});
  context_->WarnIfPresent(node, "directive", "", "The instruction");
  context_->WarnIfPresent(node, "qualifier", "", "The qualifier");
  context_->WarnIfPresent(node, "specifier", "", "The specifier");
  const std::vector<xml_node> responses = ChildrenOf(node, "response");
  const std::string code = responses.empty() ? "" : QuexmlContext::VariableOf(responses[0]);
  // Before anything is done once for each of them: every question repeats the text.
  if (responses.size() > kMaxQuestions) {
    CheckCount(node, code, "responses", responses.size(), kMaxQuestions);
    return;
  }
  const std::string text = context_->PlainTextOf(node, "text", code);
  for (const xml_node& response : responses) CheckResponse(response);
  if (responses.empty()) {
    context_->findings().Warn(context_->LineOf(node), "",
                              "A question without a response was left out.");
  } else if (node.child("subQuestion")) {
    if (responses.size() > 1) {
      context_->findings().Warn(
          context_->LineOf(node), code,
          "A matrix with several responses has no counterpart here and was left out.");
    } else if (responses[0].child("fixed")) {
      ReadMatrix(node, responses[0], text);
    } else {
      ReadSubQuestions(node, responses[0], text);
    }
  } else if (std::all_of(responses.begin(), responses.end(), IsBox)) {
    ReadMultipleChoice(node, responses, text);
  } else {
    if (responses.size() > 1) {
      context_->findings().Warn(context_->LineOf(node), code,
                                absl::StrCat("The ", responses.size(),
                                             " responses to this text became a question each."));
    }
    for (const xml_node& response : responses) ReadResponse(response, text);
  }
}

void QuexmlQuestionReader::CheckResponse(const xml_node& response) {
  context_->WarnOfUnknown(response, {"fixed", "free", "vas", "dvas"}, {});
  int forms = 0;
  for (const char* form : {"fixed", "free", "vas", "dvas"}) forms += !response.child(form).empty();
  if (forms > 1) {
    context_->findings().Warn(context_->LineOf(response), QuexmlContext::VariableOf(response),
                              "The response has several forms; only one of them was taken over.");
  }
}

void QuexmlQuestionReader::ReadMatrix(const xml_node& node, const xml_node& response,
                                      const std::string& text) {
  const std::string code = QuexmlContext::VariableOf(response);
  Question* question = AddQuestion(response, code, Question::KIND_MATRIX, text);
  const std::vector<xml_node> subs = ChildrenOf(node, "subQuestion");
  if (!CheckCount(node, code, "items", subs.size(), kMaxItems)) return;
  for (const xml_node& sub : subs) {
    context_->WarnOfUnknown(sub, {"text", "contingentQuestion", "skip"}, {});
    context_->WarnIfPresent(sub, "skip", code, "The filter");
    const std::string item_code = QuexmlContext::VariableOf(sub);
    context_->UseCode(sub, item_code);
    Item* item = question->add_items();
    item->set_code(item_code);
    *item->mutable_text() =
        context_->MakeText(sub, context_->PlainTextOf(sub, "text", item_code), item_code);
  }
  ReadCategories(response.child("fixed"), question);
  for (const xml_node& sub : subs) ReadContingent(sub, AnsweredBy(QuexmlContext::VariableOf(sub)));
}

void QuexmlQuestionReader::ReadMultipleChoice(const xml_node& node,
                                              const std::vector<xml_node>& responses,
                                              const std::string& text) {
  std::vector<std::string> names;
  for (const xml_node& response : responses) names.push_back(QuexmlContext::VariableOf(response));
  const ChoiceCodes codes = SplitChoiceNames(names);
  const int line = context_->LineOf(node);
  Question* question = AddQuestion(node, codes.question, Question::KIND_MULTIPLE_CHOICE, text);
  if (!codes.has_stem) {
    context_->findings().Warn(line, codes.question,
                              "The variables of this multiple choice have no common stem; the "
                              "first one names the question.");
  } else if (names.size() > 1) {
    context_->findings().Note(line, codes.question,
                              absl::StrCat(names.size(),
                                           " variables became one multiple choice; "
                                           "what follows the stem is the code of the option."));
  }
  if (!CheckCount(node, codes.question, "options", names.size(), kMaxOptions)) return;
  for (std::size_t i = 0; i < responses.size(); ++i) {
    const xml_node fixed = responses[i].child("fixed");
    context_->WarnOfUnknown(fixed, {}, {"category"});
    AddOption(fixed.child("category"), codes.options[i], question);
  }
  for (std::size_t i = 0; i < responses.size(); ++i) {
    ReadContingent(responses[i].child("fixed").child("category"),
                   ChosenBy(codes.question, codes.options[i]));
  }
}

void QuexmlQuestionReader::ReadResponse(const xml_node& response, const std::string& text) {
  const std::string code = QuexmlContext::VariableOf(response);
  if (const xml_node fixed = response.child("fixed")) {
    ReadCategories(fixed, AddQuestion(response, code, Question::KIND_SINGLE_CHOICE, text));
  } else if (const xml_node free = response.child("free")) {
    ReadFree(response, free, text);
  } else {
    context_->findings().Warn(context_->LineOf(response), code,
                              "A response that is neither fixed nor free was left out.");
  }
}

void QuexmlQuestionReader::ReadSubQuestions(const xml_node& node, const xml_node& response,
                                            const std::string& text) {
  const xml_node free = response.child("free");
  if (!free) {
    context_->findings().Warn(context_->LineOf(response), QuexmlContext::VariableOf(response),
                              "A matrix whose response is neither fixed nor free was left out.");
    return;
  }
  const std::vector<xml_node> subs = ChildrenOf(node, "subQuestion");
  if (!CheckCount(node, QuexmlContext::VariableOf(response), "sub-questions", subs.size(),
                  kMaxQuestions)) {
    return;
  }
  for (const xml_node& sub : subs) {
    context_->WarnOfUnknown(sub, {"text", "contingentQuestion", "skip"}, {});
    context_->WarnIfPresent(sub, "skip", "", "The filter");
    const std::string code = QuexmlContext::VariableOf(sub);
    const std::string own = context_->PlainTextOf(sub, "text", code);
    ReadFree(sub, free, absl::StrCat(text, text.empty() || own.empty() ? "" : " \u2013 ", own));
    context_->findings().Note(context_->LineOf(sub), code,
                              "A sub-question with a free answer became a question of its own.");
    ReadContingent(sub, AnsweredBy(code));
  }
}

void QuexmlQuestionReader::ReadFree(const xml_node& variable, const xml_node& free,
                                    const std::string& text) {
  context_->WarnOfUnknown(free, {"format", "length", "label", "min", "max", "skipTo"}, {});
  const std::string code = QuexmlContext::VariableOf(variable);
  const std::string format = QuexmlContext::ValueOf(free, "format");
  const bool integer = format == "integer";
  Question* question =
      AddQuestion(variable, code, integer ? Question::KIND_INTEGER : Question::KIND_TEXT, text);
  context_->WarnIfPresent(free, "label", code, "The label beside the field");
  context_->WarnIfPresent(free, "skipTo", code, "The filter");
  if (!QuexmlContext::ValueOf(free, "length").empty()) context_->SkipLength();
  if (integer) {
    ReadLimits(free, question);
    return;
  }
  context_->WarnIfPresent(free, "min", code, "The minimum");
  context_->WarnIfPresent(free, "max", code, "The maximum");
  if (!IsTextFormat(format)) WarnOfFormat(free, code, format);
}

void QuexmlQuestionReader::ReadLimits(const xml_node& free, Question* question) {
  for (const char* name : {"min", "max"}) {
    const std::string value = QuexmlContext::ValueOf(free, name);
    std::int64_t number = 0;
    if (value.empty()) continue;
    if (!absl::SimpleAtoi(value, &number)) {
      context_->findings().Warn(
          context_->LineOf(free), question->code(),
          absl::StrCat("The limit <", name, "> is not a whole number and was left out."));
    } else if (name[1] == 'i') {
      question->set_minimum(number);
    } else {
      question->set_maximum(number);
    }
  }
  ViolationList violations;
  CheckIntegerLimits(*question, "free", &violations);
  for (const rpc::FieldViolation& violation : std::move(violations).Take()) {
    const absl::string_view element = violation.field == "free.minimum" ? "<min>" : "<max>";
    context_->findings().Fail(context_->LineOf(free), question->code(),
                              absl::StrCat(element, ": ", violation.description, "."));
  }
}

void QuexmlQuestionReader::ReadCategories(const xml_node& fixed, Question* question) {
  const std::string code = question->code();
  context_->WarnOfUnknown(fixed, {}, {"category"});
  const std::vector<xml_node> categories = ChildrenOf(fixed, "category");
  if (!CheckCount(fixed, code, "options", categories.size(), kMaxOptions)) return;
  for (const xml_node& category : categories) {
    AddOption(category, QuexmlContext::ValueOf(category, "value"), question);
  }
  const bool of_matrix = question->kind() == Question::KIND_MATRIX;
  for (const xml_node& category : categories) {
    ReadContingent(category, ChosenBy(code, QuexmlContext::ValueOf(category, "value")), of_matrix);
  }
}

bool QuexmlQuestionReader::CheckCount(const xml_node& node, const std::string& code,
                                      absl::string_view what, std::size_t count, std::size_t most) {
  if (count >= 1 && count <= most) return true;
  context_->findings().Fail(
      context_->LineOf(node), code,
      absl::StrCat("The question has ", count, " ", what, "; give 1 to ", most, "."));
  return false;
}

void QuexmlQuestionReader::AddOption(const xml_node& category, const std::string& code,
                                     Question* question) {
  context_->WarnOfUnknown(category, {"label", "value", "image", "contingentQuestion", "skipTo"},
                          {});
  context_->WarnIfPresent(category, "image", code, "The image");
  ReadSkip(category, *question, code);
  const int line = context_->LineOf(category);
  if (!IsOptionCode(code)) {
    context_->findings().Fail(line, question->code(),
                              "The value of this category cannot be a code; give 1 to 64 "
                              "characters without white space.");
  } else if (std::any_of(question->options().begin(), question->options().end(),
                         [&code](const Option& option) { return option.code() == code; })) {
    context_->findings().Fail(line, question->code(),
                              absl::StrCat("The value `", code,
                                           "` stands twice in this question; "
                                           "give every category a value of its own."));
  }
  Option* option = question->add_options();
  option->set_code(code);
  *option->mutable_label() =
      context_->MakeText(category, context_->PlainTextOf(category, "label", code), code);
}

void QuexmlQuestionReader::ReadSkip(const xml_node& category, const Question& question,
                                    const std::string& option) {
  const std::string target = QuexmlContext::ValueOf(category, "skipTo");
  if (target.empty()) return;
  if (question.kind() == Question::KIND_MATRIX) {
    // It does not say in which of the rows the option has to be chosen.
    return context_->WarnIfPresent(category, "skipTo", option, "The filter of a matrix");
  }
  context_->AddSkip({context_->LineOf(category), question.code(), option, target});
}

void QuexmlQuestionReader::ReadContingent(const xml_node& parent, const Condition& condition,
                                          bool of_matrix) {
  const xml_node node = parent.child("contingentQuestion");
  if (!node) return;
  context_->WarnOfUnknown(node, {"text", "length", "format"}, {});
  if (!QuexmlContext::ValueOf(node, "length").empty()) context_->SkipLength();
  const std::string code = QuexmlContext::VariableOf(node);
  Question* question =
      AddQuestion(node, code, Question::KIND_TEXT, context_->PlainTextOf(node, "text", code));
  if (of_matrix) {
    context_->findings().Warn(context_->LineOf(node), code,
                              absl::StrCat("It became a question of its own, asked of everybody: "
                                           "it was meant for those who ",
                                           InWords(condition), ", which does not name the row."));
  } else {
    *question->add_relevant_if() = condition;
    context_->findings().Note(context_->LineOf(node), code,
                              absl::StrCat("It became a question of its own, asked only of those "
                                           "who ",
                                           InWords(condition), "."));
  }
  const std::string format = QuexmlContext::ValueOf(node, "format");
  if (!IsTextFormat(format)) WarnOfFormat(node, code, format);
}

void QuexmlQuestionReader::WarnOfFormat(const xml_node& node, const std::string& code,
                                        const std::string& format) {
  context_->findings().Warn(
      context_->LineOf(node), code,
      absl::StrCat("Answers of the format `", Shortened(format), "` are kept as free text."));
}

Question* QuexmlQuestionReader::AddQuestion(const xml_node& node, const std::string& code,
                                            Question::Kind kind, const std::string& text) {
  context_->UseCode(node, code);
  Question* question = section_->add_questions();
  question->set_code(code);
  question->set_kind(kind);
  *question->mutable_text() = context_->MakeText(node, text, code);
  const int line = context_->LineOf(node);
  if (kind == Question::KIND_TEXT) {
    context_->findings().Note(line, code, "Free text is stored but never tabulated.");
  }
  const bool typed = kind == Question::KIND_TEXT || kind == Question::KIND_INTEGER;
  if (typed && (AsksForContact(text) || AsksForContact(code))) {
    context_->findings().Warn(line, code,
                              "This question seems to ask for contact data. Answers are "
                              "anonymous; leave it out and ask for contact data elsewhere.");
  }
  return question;
}

}  // namespace lotse::survey
