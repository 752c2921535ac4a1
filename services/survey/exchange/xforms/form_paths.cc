#include "services/survey/exchange/xforms/form_paths.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/xforms/itext_writer.h"
#include "services/survey/exchange/xforms/path_rewriter.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"

namespace lotse::survey::xforms {

using v1alpha::Condition;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Question;

namespace {

// `parts` that all have to hold; each in brackets if there are several.
std::string AllOf(const std::vector<std::string>& parts) {
  if (parts.size() == 1) return parts[0];
  std::string all;
  for (const std::string& part : parts) {
    absl::StrAppend(&all, all.empty() ? "" : " and ", "(", part, ")");
  }
  return all;
}

std::string Chosen(const Condition& condition) {
  std::vector<std::string> parts;
  for (const std::string& option : condition.options()) {
    parts.push_back(absl::StrCat("selected(${", condition.code(), "}, ", QuotedXpath(option), ")"));
  }
  return absl::StrJoin(parts, " or ");
}

}  // namespace

absl::StatusOr<FormPaths> FormPaths::Of(const Instrument& instrument) {
  FormPaths paths;
  for (const v1alpha::OptionList& list : instrument.option_lists()) {
    if (UsesItext(list, DefaultLanguage(instrument))) paths.itext_lists_.insert(list.code());
  }
  for (const InstrumentSection& section : instrument.sections()) {
    std::string above = absl::StrCat("/", kFormRoot);
    if (!section.code().empty()) {
      absl::StrAppend(&above, "/", section.code());
      if (absl::Status status = paths.Add(section.code(), above); !status.ok()) return status;
    }
    for (const Question& question : section.questions()) {
      if (absl::Status status = paths.AddQuestion(question, above); !status.ok()) return status;
    }
  }
  return paths;
}

absl::Status FormPaths::AddQuestion(const Question& question, const std::string& above) {
  const bool is_audit = question.metadata() == Question::METADATA_AUDIT;
  const std::string path = is_audit ? absl::StrCat("/", kFormRoot, "/meta/audit")
                                    : absl::StrCat(above, "/", question.code());
  if (absl::Status status = Add(question.code(), path); !status.ok()) return status;
  for (const Question& below : question.questions()) {
    if (absl::Status status = AddQuestion(below, path); !status.ok()) return status;
  }
  for (const v1alpha::Item& item : question.items()) {
    if (absl::Status status = Add(item.code(), absl::StrCat(path, "/", item.code()));
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status FormPaths::Add(const std::string& code, std::string path) {
  if (!IsQuestionCode(code)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "`", Shortened(code), "` is no code; give a letter, then letters, digits and underscores"));
  }
  if (!paths_.emplace(code, std::move(path)).second) {
    return absl::InvalidArgumentError(
        absl::StrCat("the code `", code, "` is used twice; give each its own"));
  }
  return absl::OkStatus();
}

absl::string_view FormPaths::PathOf(absl::string_view code) const {
  const auto found = paths_.find(code);
  return found == paths_.end() ? absl::string_view() : found->second;
}

absl::StatusOr<std::string> FormPaths::Expression(absl::string_view expression,
                                                  absl::string_view place) const {
  const absl::StatusOr<std::vector<XpathToken>> tokens = TokenizeXpath(expression);
  if (!tokens.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(place, ": ", tokens.status().message()));
  }
  std::string out;
  std::string unknown;
  Write(*tokens, &out, &unknown);
  if (unknown.empty()) return out;
  return absl::InvalidArgumentError(absl::StrCat(place, ": there is no question `", unknown, "`"));
}

void FormPaths::Write(absl::Span<const XpathToken> tokens, std::string* out,
                      std::string* unknown) const {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const XpathToken& token = tokens[i];
    if (const std::size_t size = WriteInstance(tokens.subspan(i), out, unknown); size > 0) {
      i += size - 1;
      continue;
    }
    const bool is_literal = token.kind == XpathToken::Kind::kLiteral;
    const absl::string_view code = OnlyCode(is_literal ? Unquoted(token.text) : token.text);
    const absl::string_view path = PathOf(code);
    if (token.kind == XpathToken::Kind::kCode && path.empty()) {
      *unknown = std::string(Shortened(code));
    }
    if (path.empty()) {
      AppendToken(token, token.text, out);
    } else {
      AppendToken(token, is_literal ? absl::StrCat("'", path, "'") : std::string(path), out);
    }
  }
}

// Writes a path that begins with instance() of a list in `itext` and ends with `label`; returns how
// many tokens that were, 0 if there is no such path.
std::size_t FormPaths::WriteInstance(absl::Span<const XpathToken> tokens, std::string* out,
                                     std::string* unknown) const {
  if (tokens.size() < 5 || tokens[0].text != "instance" ||
      tokens[2].kind != XpathToken::Kind::kLiteral ||
      !itext_lists_.contains(Unquoted(tokens[2].text))) {
    return 0;
  }
  std::size_t end = 4;
  int depth = 0;
  while (end < tokens.size()) {
    const XpathToken& token = tokens[end];
    const bool goes_on = depth > 0 || token.text == "[" || token.kind == XpathToken::Kind::kSlash ||
                         token.kind == XpathToken::Kind::kName;
    if (!goes_on) break;
    depth += token.kind == XpathToken::Kind::kOpen;
    depth -= token.kind == XpathToken::Kind::kClose;
    ++end;
  }
  if (tokens[end - 1].text != "label") return 0;
  absl::StrAppend(out, "jr:itext(instance(", tokens[2].text, ")");
  Write(tokens.subspan(4, end - 5), out, unknown);
  absl::StrAppend(out, kTextIdColumn, ")");
  return end;
}

std::string RelevanceOf(const Question& question) {
  std::vector<std::string> parts;
  if (!question.logic().relevant().empty()) parts.push_back(question.logic().relevant());
  for (const Condition& condition : question.relevant_if()) {
    switch (condition.test()) {
      case Condition::TEST_ANY_CHOSEN:
        parts.push_back(Chosen(condition));
        break;
      case Condition::TEST_NONE_CHOSEN:
        parts.push_back(absl::StrCat("not(", Chosen(condition), ")"));
        break;
      default:
        parts.push_back(absl::StrCat("${", condition.code(), "} != ''"));
    }
  }
  return AllOf(parts);
}

std::string ConstraintOf(const Question& question) {
  std::vector<std::string> parts;
  if (!question.logic().constraint().empty()) parts.push_back(question.logic().constraint());
  if (question.has_minimum()) parts.push_back(absl::StrCat(". >= ", question.minimum()));
  if (question.has_maximum()) parts.push_back(absl::StrCat(". <= ", question.maximum()));
  return AllOf(parts);
}

}  // namespace lotse::survey::xforms
