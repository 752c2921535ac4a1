#include "services/survey/exchange/limesurvey/import_context.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "runtime/types/text.h"
#include "services/survey/engine/text_rules.h"
#include "services/survey/exchange/limesurvey/braces.h"
#include "services/survey/exchange/plain_text.h"

namespace lotse::survey::limesurvey {
namespace {

using type::v1alpha::Text;
using v1alpha::ImportFinding;
using v1alpha::Question;

// Stand around the number of a pipe while the HTML around it is removed: private use, so that no
// text means something by them.
constexpr absl::string_view kPipeBegin = "\uE000";
constexpr absl::string_view kPipeEnd = "\uE001";

// `script` without the braces that some write around it.
absl::string_view WithoutBraces(absl::string_view script) {
  script = absl::StripAsciiWhitespace(script);
  if (script.size() >= 2 && script.front() == '{' && script.back() == '}') {
    script = absl::StripAsciiWhitespace(script.substr(1, script.size() - 2));
  }
  return script;
}

// Fills the numbers between the marks with what `pipes` has for them.
std::string WithPipes(absl::string_view text, const std::vector<std::string>& pipes) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t begin = text.find(kPipeBegin);
    absl::StrAppend(&filled, text.substr(0, begin));
    if (begin == absl::string_view::npos) break;
    text.remove_prefix(begin + kPipeBegin.size());
    const std::size_t end = text.find(kPipeEnd);
    std::size_t number = 0;
    if (end == absl::string_view::npos) break;
    if (absl::SimpleAtoi(text.substr(0, end), &number) && number < pipes.size()) {
      filled += pipes[number];
    }
    text.remove_prefix(end + kPipeEnd.size());
  }
  return filled;
}

// Takes the HTML out of the texts of an expression that stands in a text.
void MakePlain(Expression* tree) {
  if (tree->kind == Expression::Kind::kText) tree->value = ToPlainText(tree->value).text;
  for (Expression& part : tree->parts) MakePlain(&part);
}

}  // namespace

Text ImportContext::Plain(const LocalText& source, const Subject& subject) {
  Text text;
  for (const Language& language : languages_) {
    const std::string plain = PlainIn(source.In(language.source), subject);
    if (plain.empty()) continue;
    Text::Variant* variant = text.add_variants();
    variant->set_language(language.tag);
    variant->set_plain_language(language.plain);
    variant->set_text(plain);
  }
  ViolationList violations;
  CheckText(text, "text", types::Presence::kOptional, &violations);
  for (const rpc::FieldViolation& violation : std::move(violations).Take()) {
    findings_.Fail(subject.line, subject.code,
                   absl::StrCat("The text: ", violation.description, "."));
  }
  return text;
}

Text ImportContext::Required(const LocalText& source, absl::string_view fallback,
                             const Subject& subject) {
  Text text = Plain(source, subject);
  if (!text.variants().empty()) return text;
  findings_.Warn(subject.line, subject.code, "There is no text here; the code stands for it.");
  return InBaseLanguage(fallback);
}

Text ImportContext::InBaseLanguage(absl::string_view text) const {
  Text result;
  Text::Variant* variant = result.add_variants();
  variant->set_language(languages_.empty() ? "und" : languages_[0].tag);
  variant->set_plain_language(!languages_.empty() && languages_[0].plain);
  variant->set_text(std::string(text));
  return result;
}

std::string ImportContext::PlainIn(absl::string_view html, const Subject& subject) {
  if (html.empty()) return "";
  std::string marked;
  std::vector<std::string> pipes;
  const std::string clean = absl::StrReplaceAll(html, {{kPipeBegin, ""}, {kPipeEnd, ""}});
  for (const TextPiece& piece : SplitAtBraces(clean)) {
    if (!piece.is_expression) {
      marked += piece.text;
      continue;
    }
    std::string pipe = Pipe(piece.text, subject);
    // A `$` that the text has before its own braces would make piping of them.
    if (pipe.empty()) {
      pipe =
          absl::StrCat(absl::EndsWith(marked, "$") ? " {" : "{", ToPlainText(piece.text).text, "}");
    }
    absl::StrAppend(&marked, kPipeBegin, pipes.size(), kPipeEnd);
    pipes.push_back(std::move(pipe));
  }
  const PlainText plain = ToPlainText(marked);
  if (plain.had_markup) ++texts_with_markup_;
  if (plain.had_bad_bytes) ++texts_with_bad_bytes_;
  const std::string text = WithPipes(plain.text, pipes);
  if (text.size() <= types::kMaxVariantBytes) return text;
  findings_.Fail(subject.line, subject.code,
                 absl::StrCat("The text: too long; it has ", text.size(),
                              " bytes of UTF-8, give at most ", types::kMaxVariantBytes, "."));
  return std::string(Shortened(text));
}

std::string ImportContext::Pipe(absl::string_view script, const Subject& subject) {
  absl::StatusOr<Expression> tree = ParseExpressionScript(script);
  if (tree.ok()) MakePlain(&*tree);
  absl::StatusOr<std::string> value =
      tree.ok() ? translator_.Value(*tree, subject.place) : tree.status();
  if (!value.ok()) {
    findings_.Warn(subject.line, subject.code,
                   absl::StrCat("`{", Shortened(script),
                                "}` stays in the text as it is: ", value.status().message(), "."));
    return "";
  }
  AddRemarks(subject);
  const bool is_answer = absl::StartsWith(*value, "${") && value->find('}') == value->size() - 1;
  if (is_answer) return *std::move(value);
  std::string& code = calculation_codes_[*value];
  if (code.empty()) {
    const Variable* shown = tree->kind == Expression::Kind::kName
                                ? variables_.Find(tree->value.substr(0, tree->value.find('.')))
                                : nullptr;
    code = codes_.Take(shown != nullptr ? absl::StrCat(shown->code, "_", shown->option, "_shown")
                                        : absl::StrCat("text_", calculation_codes_.size()),
                       subject.line);
    Question& calculation = calculations_.emplace_back();
    calculation.set_code(code);
    calculation.set_kind(Question::KIND_CALCULATION);
    *calculation.mutable_text() = InBaseLanguage(code);
    calculation.mutable_logic()->set_calculation(*value);
    findings_.Note(subject.line, subject.code,
                   absl::StrCat("`{", Shortened(script), "}` in the text became the calculation `",
                                code, "`."));
  }
  return absl::StrCat("${", code, "}");
}

std::string ImportContext::Relevance(absl::string_view script, const Subject& subject) {
  script = WithoutBraces(script);
  if (script.empty() || script == "1") return "";
  const absl::StatusOr<Expression> tree = ParseExpressionScript(script);
  absl::StatusOr<std::string> condition =
      tree.ok() ? translator_.Condition(*tree, subject.place) : tree.status();
  if (!condition.ok()) {
    findings_.Fail(subject.line, subject.code,
                   absl::StrCat("Who is asked cannot be said here as `", Shortened(script),
                                "` says it: ", condition.status().message(), "."));
    return "";
  }
  AddRemarks(subject);
  return *std::move(condition);
}

std::string ImportContext::Check(absl::string_view script, absl::string_view what,
                                 const Subject& subject) {
  script = WithoutBraces(script);
  if (script.empty() || script == "1") return "";
  const absl::StatusOr<Expression> tree = ParseExpressionScript(script);
  absl::StatusOr<std::string> condition =
      tree.ok() ? translator_.Condition(*tree, subject.place) : tree.status();
  if (!condition.ok()) {
    findings_.Warn(subject.line, subject.code,
                   absl::StrCat(what, " `", Shortened(script),
                                "` was left out: ", condition.status().message(), "."));
    return "";
  }
  AddRemarks(subject);
  return *std::move(condition);
}

std::string ImportContext::ValueOf(absl::string_view text, absl::string_view what,
                                   ImportFinding::Severity severity, const Subject& subject) {
  std::vector<std::string> parts;
  for (const TextPiece& piece : SplitAtBraces(text)) {
    if (!piece.is_expression) {
      const std::string plain = ToPlainText(piece.text).text;
      if (!plain.empty()) parts.push_back(IsNumeral(plain) ? plain : Quoted(plain));
      continue;
    }
    const absl::StatusOr<Expression> tree = ParseExpressionScript(piece.text);
    absl::StatusOr<std::string> value =
        tree.ok() ? translator_.Value(*tree, subject.place) : tree.status();
    if (!value.ok()) {
      const std::string message =
          absl::StrCat(what, " `", Shortened(piece.text),
                       "` has no counterpart here: ", value.status().message(), ".");
      if (severity == ImportFinding::SEVERITY_ERROR) {
        findings_.Fail(subject.line, subject.code, message);
      } else {
        findings_.Warn(subject.line, subject.code, message);
      }
      return "";
    }
    AddRemarks(subject);
    parts.push_back(*std::move(value));
  }
  if (parts.size() < 2) return parts.empty() ? "" : parts[0];
  std::string all;
  for (const std::string& part : parts) absl::StrAppend(&all, all.empty() ? "" : ", ", part);
  return absl::StrCat("concat(", all, ")");
}

void ImportContext::AddRemarks(const Subject& subject) {
  for (const std::string& remark : translator_.TakeRemarks()) {
    findings_.Warn(subject.line, subject.code, remark);
  }
}

std::vector<Question> ImportContext::TakeCalculations() {
  std::vector<Question> calculations = std::move(calculations_);
  calculations_.clear();
  return calculations;
}

std::string ImportContext::AddOptionList(
    absl::string_view wanted, int line,
    const google::protobuf::RepeatedPtrField<v1alpha::Option>& options) {
  v1alpha::OptionList& list = option_lists_.emplace_back();
  list.set_code(list_codes_.Take(wanted, line));
  *list.mutable_options() = options;
  return list.code();
}

void ImportContext::AddSummary() {
  if (texts_with_markup_ > 0) {
    findings_.Note(0, "",
                   absl::StrCat("Texts whose markup was removed: ", texts_with_markup_, "."));
  }
  if (texts_with_bad_bytes_ > 0) {
    findings_.Warn(0, "",
                   absl::StrCat("Texts in which characters that do not exist were replaced: ",
                                texts_with_bad_bytes_, "."));
  }
}

}  // namespace lotse::survey::limesurvey
