#include "services/survey/exchange/xlsform/form_context.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "runtime/types/nearest.h"
#include "runtime/types/text.h"
#include "services/survey/engine/media_rules.h"
#include "services/survey/exchange/language_tags.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xlsform/cell_words.h"
#include "services/survey/logic/syntax/expression.h"

namespace lotse::survey {
namespace {

using type::v1alpha::Text;
using v1alpha::Media;

// Names are compared with all others for this many suggestions; for more it would take long.
constexpr int kMaxSuggestions = 20;

// Line by line, so that paragraphs stay.
std::string WithoutHtml(absl::string_view text) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    lines.push_back(ToPlainText(line).text);
  }
  std::string plain = absl::StrJoin(lines, "\n");
  // A tag that goes over several lines.
  if (types::HasMarkup(plain)) plain = ToPlainText(text).text;
  return std::string(Stripped(plain));
}

Media::Kind MediaKind(Column column) {
  switch (column) {
    case Column::kImage:
      return Media::KIND_IMAGE;
    case Column::kLargeImage:
      return Media::KIND_LARGE_IMAGE;
    case Column::kAudio:
      return Media::KIND_AUDIO;
    case Column::kVideo:
      return Media::KIND_VIDEO;
    default:
      return Media::KIND_UNSPECIFIED;
  }
}

}  // namespace

void FormContext::SetDefaultLanguage(absl::string_view name, const Place& place) {
  if (const std::optional<std::string> tag = LanguageTag(name)) {
    default_tag_ = *tag;
    return;
  }
  if (absl::EqualsIgnoreCase(name, "default")) return;
  default_tag_ = PrivateTag(name);
  findings_.Warn(place, "",
                 absl::StrCat("The language `", Shortened(name), "` is not known and is taken as `",
                              default_tag_, "`; write its tag behind it: `Deutsch (de)`."));
}

void FormContext::LearnLanguages(const FormSheet& sheet) {
  for (const Heading& heading : sheet.headings()) {
    if (heading.language.empty() || tags_.contains(heading.language)) continue;
    std::optional<std::string> tag = LanguageTag(heading.language);
    if (!tag) {
      tag = PrivateTag(heading.language);
      findings_.Warn(sheet.At(heading.text), "",
                     absl::StrCat("The language `", Shortened(heading.language),
                                  "` is not known and is taken as `", *tag,
                                  "`; write its tag behind it: `label::Deutsch (de)`."));
    }
    if (used_tags_.insert(*tag).second && used_tags_.size() == types::kMaxVariants + 1) {
      findings_.Fail(sheet.At(heading.text), "",
                     absl::StrCat("More than ", types::kMaxVariants, " languages."));
    }
    tags_.emplace(heading.language, *tag);
  }
}

std::string FormContext::TagOf(absl::string_view language) const {
  const auto found = tags_.find(std::string(language));
  return found == tags_.end() ? default_tag_ : found->second;
}

Text FormContext::TextOf(const FormRow& row, Column column, absl::string_view code) {
  Text text;
  for (const FormCell& cell : row.cells()) {
    if (cell.heading->column != column) continue;
    const Place place = row.At(*cell.heading);
    std::string wording = Wording(cell, place, code);
    if (wording.empty()) continue;
    const std::string tag = TagOf(cell.heading->language);
    const auto same = std::find_if(text.variants().begin(), text.variants().end(),
                                   [&tag](const auto& one) { return one.language() == tag; });
    if (same != text.variants().end()) {
      if (same->text() != wording) {
        findings_.Warn(place, code,
                       absl::StrCat("A second wording in the language `", tag,
                                    "` was left out; keep one of them."));
      }
      continue;
    }
    Text::Variant* variant = text.add_variants();
    variant->set_language(tag);
    variant->set_text(std::move(wording));
  }
  const auto rank = [this](const Text::Variant& one) {
    return std::make_pair(one.language() != default_tag_, absl::string_view(one.language()));
  };
  std::sort(text.mutable_variants()->pointer_begin(), text.mutable_variants()->pointer_end(),
            [&rank](const auto* a, const auto* b) { return rank(*a) < rank(*b); });
  return text;
}

std::string FormContext::Wording(const FormCell& cell, const Place& place, absl::string_view code) {
  Rewritten rewritten = RewriteText(cell.text, names_);
  CheckNames(rewritten, place, code);
  if (types::HasMarkup(rewritten.text)) {
    rewritten.text = WithoutHtml(rewritten.text);
    findings_.Warn(place, code,
                   "HTML was removed, with the addresses of its links; give plain text or "
                   "Markdown.");
  }
  if (rewritten.text.size() > types::kMaxVariantBytes) {
    findings_.Fail(place, code,
                   absl::StrCat("A text of ", rewritten.text.size(), " bytes; at most ",
                                types::kMaxVariantBytes, ". Divide it."));
    return "";
  }
  return rewritten.text;
}

Text FormContext::CodeAsText(absl::string_view code) const {
  Text text;
  Text::Variant* variant = text.add_variants();
  variant->set_language(default_tag_);
  variant->set_text(std::string(code));
  return text;
}

std::string FormContext::ExpressionOf(const FormRow& row, Column column, absl::string_view code) {
  return Rewrite(row.Value(column), row.At(column), code);
}

std::vector<std::string> FormContext::CodesOf(const FormRow& row, Column column,
                                              absl::string_view code) {
  const Rewritten rewritten = RewriteText(row.Value(column), names_);
  CheckNames(rewritten, row.At(column), code);
  return ReferencedNames(rewritten.text);
}

std::string FormContext::Rewrite(absl::string_view expression, const Place& place,
                                 absl::string_view code) {
  if (expression == "NA" && options_.missing.empty()) {
    findings_.Fail(place, code,
                   "`NA` is no expression. If a program such as R wrote it for an empty cell, say "
                   "so with the import; else empty the cell.");
    return "";
  }
  const Rewritten rewritten = RewriteExpression(expression, names_);
  CheckNames(rewritten, place, code);
  if (rewritten.had_smart_quotes) {
    findings_.Warn(place, code,
                   "Typographic quotation marks were made straight ones; write ' or \" in "
                   "expressions.");
  }
  if (rewritten.text.size() > logic::kMaxExpressionBytes) {
    findings_.Fail(place, code,
                   absl::StrCat("An expression of ", rewritten.text.size(), " bytes; at most ",
                                logic::kMaxExpressionBytes, ". Divide it with a `calculate`."));
    return "";
  }
  return rewritten.text;
}

void FormContext::CheckNames(const Rewritten& rewritten, const Place& place,
                             absl::string_view code) {
  for (const std::string& name : rewritten.unknown) {
    std::string right = "give the name of a row of this sheet";
    if (++suggestions_ <= kMaxSuggestions) {
      std::vector<std::string> names = names_.questions.Names();
      std::sort(names.begin(), names.end());
      right = types::RightName(name, names);
    }
    findings_.Fail(place, code,
                   absl::StrCat("There is no question `", Shortened(name), "`; ", right));
  }
  for (const std::string& name : rewritten.ambiguous) {
    findings_.Fail(place, code,
                   absl::StrCat("Several questions have the name `", Shortened(name),
                                "`; give each a name of its own."));
  }
  if (rewritten.has_last_saved) {
    findings_.Fail(place, code,
                   "`${last-saved#...}`, the answer of an earlier response, is not supported.");
  }
  if (rewritten.has_text_id) {
    findings_.Fail(
        place, code,
        "`jr:itext()` of an id is not supported: texts have none; write the text, or what "
        "is read at an option: `jr:choice-name()`.");
  }
}

void FormContext::ReadMedia(const FormRow& row, absl::string_view code,
                            google::protobuf::RepeatedPtrField<Media>* media) {
  for (const FormCell& cell : row.cells()) {
    const Media::Kind kind = MediaKind(cell.heading->column);
    if (kind == Media::KIND_UNSPECIFIED) continue;
    const Place place = row.At(*cell.heading);
    if (cell.text.size() > kMaxFileNameBytes ||
        cell.text.find_first_of("/\\\n") != absl::string_view::npos ||
        absl::StrContains(cell.text, "${") || media->size() >= kMaxMedia) {
      findings_.Warn(place, code,
                     "It was left out: it is not the name of a file, with at most 255 bytes and "
                     "without a path, or one of more than 16.");
      continue;
    }
    const std::string tag = cell.heading->language.empty() ? "" : TagOf(cell.heading->language);
    if (std::any_of(media->begin(), media->end(), [&](const Media& one) {
          return one.kind() == kind && one.language() == tag;
        })) {
      findings_.Warn(place, code, "A second file of this kind and language was left out.");
      continue;
    }
    Media* one = media->Add();
    one->set_kind(kind);
    one->set_file(std::string(cell.text));
    one->set_language(tag);
  }
  std::sort(media->pointer_begin(), media->pointer_end(), [](const Media* a, const Media* b) {
    return std::make_pair(a->kind(), absl::string_view(a->language())) <
           std::make_pair(b->kind(), absl::string_view(b->language()));
  });
}

}  // namespace lotse::survey
