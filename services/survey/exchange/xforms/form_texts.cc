#include "services/survey/exchange/xforms/form_texts.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/media_rules.h"
#include "services/survey/exchange/language_tags.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xforms/text_ids.h"
#include "services/survey/exchange/xforms/xforms.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"

namespace lotse::survey::xforms {
namespace {

using pugi::xml_node;
using type::v1alpha::Text;
using v1alpha::Media;
using v1alpha::Question;

constexpr struct {
  absl::string_view form;
  Media::Kind kind;
} kMediaForms[] = {{"image", Media::KIND_IMAGE},
                   {"big-image", Media::KIND_LARGE_IMAGE},
                   {"audio", Media::KIND_AUDIO},
                   {"video", Media::KIND_VIDEO}};

// Most values that the texts of one question compute.
constexpr std::size_t kMaxComputed = 100;

bool IsText(const xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// Takes the white space off the end of `text`; true if a line ended in it.
bool TakeLineEnd(std::string* text) {
  const std::size_t end = text->find_last_not_of(" \t\r\n");
  const std::size_t kept = end == std::string::npos ? 0 : end + 1;
  const bool had_line_end = text->find('\n', kept) != std::string::npos;
  if (had_line_end) text->resize(kept);
  return had_line_end;
}

bool IsDefault(const xml_node& translation) {
  const std::string value = ValueOf(translation, "default");
  return value == "true()" || value == "true" || value == "1";
}

// Line by line, because a text without markup has one line; a tag that goes on in the next line
// is found in the whole.
std::string WithoutMarkup(const std::string& text) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    lines.push_back(ToPlainText(line).text);
  }
  std::string joined = absl::StrJoin(lines, "\n");
  return types::HasMarkup(joined) ? ToPlainText(text).text : joined;
}

// One file for all languages is told once.
void JoinMedia(std::size_t languages, std::vector<Media>* media) {
  std::vector<Media> joined;
  for (const Media& one : *media) {
    const auto same = [&one](const Media& other) {
      return other.kind() == one.kind() && other.file() == one.file();
    };
    if (std::any_of(joined.begin(), joined.end(),
                    [&](const Media& known) { return known.language().empty() && same(known); })) {
      continue;
    }
    Media& next = joined.emplace_back(one);
    const auto count = std::count_if(media->begin(), media->end(), same);
    if (static_cast<std::size_t>(count) == languages) next.clear_language();
  }
  std::stable_sort(joined.begin(), joined.end(),
                   [](const Media& a, const Media& b) { return a.kind() < b.kind(); });
  *media = std::move(joined);
}

}  // namespace

FormTexts::FormTexts(const xml_node& model, FormReading* reading) : reading_(reading) {
  std::vector<std::pair<Language, xml_node>> found;
  const xml_node itext = Child(model, "itext");
  for (const xml_node& translation : Children(itext, "translation")) {
    Language language;
    language.name = ValueOf(translation, "lang");
    language.tag = AnyLanguageTag(language.name);
    const int line = reading_->LineOf(translation);
    const bool doubled = std::any_of(found.begin(), found.end(), [&](const auto& other) {
      return absl::EqualsIgnoreCase(other.first.tag, language.tag);
    });
    if (doubled || found.size() == types::kMaxVariants) {
      reading_->findings.Warn(
          line, "",
          absl::StrCat("The language `", Shortened(language.name), "` was left out: ",
                       doubled ? "there is one with the tag " : "there are 16 already; tag ",
                       language.tag, "."));
      continue;
    }
    if (language.tag != language.name) {
      const bool known = !absl::StartsWith(language.tag, "und-");
      const std::string message = absl::StrCat("The language `", Shortened(language.name),
                                               "` became the tag `", language.tag, "`.");
      known ? reading_->findings.Note(line, "", message)
            : reading_->findings.Warn(line, "", message);
    }
    found.emplace_back(std::move(language), translation);
  }
  const auto first = std::find_if(found.begin(), found.end(),
                                  [](const auto& one) { return IsDefault(one.second); });
  if (first != found.end()) std::rotate(found.begin(), first, first + 1);
  if (found.size() > 1) {
    std::sort(found.begin() + 1, found.end(),
              [](const auto& a, const auto& b) { return a.first.tag < b.first.tag; });
  }
  for (const auto& [language, translation] : found) {
    languages_.push_back(language);
    ReadTranslation(translation, static_cast<int>(languages_.size()) - 1);
  }
  if (languages_.empty()) languages_.push_back({kUnknownLanguage, ""});
}

void FormTexts::ReadTranslation(const xml_node& translation, int language) {
  for (const xml_node& text : Children(translation, "text")) {
    const std::string id = ValueOf(text, "id");
    Translations& known = by_id_[id];
    if (!known.empty() && known.back().first == language) {
      reading_->findings.Warn(
          reading_->LineOf(text), "",
          absl::StrCat("A second text `", Shortened(id), "` in the same language was left out."));
      continue;
    }
    known.emplace_back(language, text);
  }
}

Wording FormTexts::Of(const xml_node& element, const FormNode* owner) {
  Wording wording;
  if (!element) return wording;
  const std::string reference = ValueOf(element, "ref");
  const int line = reading_->LineOf(element);
  if (const std::string id = ItextId(reference); !id.empty()) {
    wording = OfId(id, owner, line);
    if (!wording.text.variants().empty() || !wording.media.empty() ||
        !wording.guidance.variants().empty()) {
      return wording;
    }
  } else if (!reference.empty()) {
    if (owner != nullptr) {
      AddVariant(PipedOutput(element, owner), 0, line, owner->code, &wording.text);
    }
    return wording;
  }
  AddVariant(Tidy(Piped(element, owner)), 0, line, owner == nullptr ? "" : owner->code,
             &wording.text);
  return wording;
}

Wording FormTexts::OfId(absl::string_view id, const FormNode* owner, int line) {
  Wording wording;
  if (too_large_) return wording;
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) {
    reading_->findings.Warn(line, owner == nullptr ? "" : owner->code,
                            absl::StrCat("There is no text `", Shortened(id), "` in <itext>."));
    return wording;
  }
  for (const auto& [language, text] : found->second) {
    for (const xml_node& value : Children(text, "value")) AddForm(value, language, owner, &wording);
  }
  JoinMedia(languages_.size(), &wording.media);
  return wording;
}

void FormTexts::AddForm(const xml_node& value, int language, const FormNode* owner,
                        Wording* wording) {
  const std::string form = ValueOf(value, "form");
  const int line = reading_->LineOf(value);
  const absl::string_view code = owner == nullptr ? absl::string_view() : owner->code;
  for (const auto& [name, kind] : kMediaForms) {
    if (form == name) return AddMedia(kind, value, language, wording);
  }
  if (form == "short") {
    ++short_forms_;
  } else if (form.empty() || form == "long" || form == "markdown") {
    AddVariant(Tidy(Piped(value, owner)), language, line, code, &wording->text);
  } else if (form == "guidance") {
    AddVariant(Tidy(Piped(value, owner)), language, line, code, &wording->guidance);
  } else {
    reading_->findings.Warn(
        line, code, absl::StrCat("The text of the form `", Shortened(form), "` was left out."));
  }
}

void FormTexts::AddMedia(Media::Kind kind, const xml_node& value, int language, Wording* wording) {
  std::string file = WithoutBadBytes(absl::StripAsciiWhitespace(TextBelow(value)));
  if (!Spend(file.size()) || file.empty() || file == "-") return;
  file = file.substr(file.rfind('/') + 1);
  if (file.empty() || file.size() > kMaxFileNameBytes ||
      wording->media.size() >= static_cast<std::size_t>(kMaxMedia) * languages_.size()) {
    reading_->findings.Warn(reading_->LineOf(value), "",
                            absl::StrCat("A file beside a text was left out; give at most ",
                                         kMaxMedia, " with names of at most 255 bytes."));
    return;
  }
  Media& media = wording->media.emplace_back();
  media.set_kind(kind);
  media.set_language(languages_[language].tag);
  media.set_file(file);
}

void FormTexts::AddVariant(std::string text, int language, int line, absl::string_view code,
                           Text* into) {
  // What tools write for a text that was not translated.
  if (text.empty() || (text == "-" && languages_.size() > 1)) return;
  if (text.size() > types::kMaxVariantBytes) {
    reading_->findings.Fail(
        line, code,
        absl::StrCat("The text is too long; it has ", text.size(), " bytes of UTF-8, give at most ",
                     types::kMaxVariantBytes, "."));
    text = std::string(Shortened(text));
  }
  const std::string& tag = languages_[language].tag;
  for (Text::Variant& known : *into->mutable_variants()) {
    if (known.language() == tag) {
      known.set_text(std::move(text));
      return;
    }
  }
  Text::Variant* variant = into->add_variants();
  variant->set_language(tag);
  variant->set_text(std::move(text));
}

Text FormTexts::OfMessage(absl::string_view value, const FormNode& owner, int line) {
  if (const std::string id = ItextId(value); !id.empty()) return OfId(id, &owner, line).text;
  return Plain(value, owner.code, line);
}

Text FormTexts::Plain(absl::string_view plain, absl::string_view code, int line) {
  Text text;
  AddVariant(Tidy(WithoutBadBytes(plain)), 0, line, code, &text);
  return text;
}

void FormTexts::Complete(absl::string_view code, Text* text) const {
  if (!text->variants().empty()) return;
  Text::Variant* variant = text->add_variants();
  variant->set_language(default_language());
  variant->set_text(std::string(code));
}

bool FormTexts::Spend(std::size_t bytes) {
  bytes_ += bytes;
  too_large_ = too_large_ || bytes_ > kMaxXformsBytes;
  return !too_large_;
}

std::string FormTexts::Piped(const xml_node& element, const FormNode* owner) {
  std::string text;
  if (too_large_) return text;
  bool behind_output = false;
  for (const xml_node& child : element.children()) {
    if (IsText(child)) {
      absl::string_view piece = child.value();
      const absl::string_view stripped = absl::StripLeadingAsciiWhitespace(piece);
      // Lines that end beside an output are those of the file.
      if (behind_output &&
          piece.substr(0, piece.size() - stripped.size()).find('\n') != piece.npos) {
        text += ' ';
        piece = stripped;
      }
      text += std::string(piece);
      behind_output = false;
    } else if (child.type() == pugi::node_element) {
      if (LocalName(child.name()) == "output") {
        if (TakeLineEnd(&text)) text += ' ';
        text += PipedOutput(child, owner);
        behind_output = true;
      } else {
        reading_->findings.Warn(reading_->LineOf(child), owner == nullptr ? "" : owner->code,
                                absl::StrCat("The unknown <", Shortened(child.name()),
                                             "> in a text was left out, but for the text in it."));
        text += TextBelow(child);
      }
    }
  }
  return Spend(text.size()) ? text : "";
}

std::string FormTexts::PipedOutput(const xml_node& output, const FormNode* owner) {
  const std::string value =
      Attribute(output, "value") ? ValueOf(output, "value") : ValueOf(output, "ref");
  const int line = reading_->LineOf(output);
  if (!Spend(value.size())) return "";
  if (owner == nullptr) {
    // A whole path means the same for all questions that share the list.
    const bool is_whole = absl::StartsWith(value, "/");
    const FormNode* const node = is_whole ? reading_->tree->Resolve(value, nullptr) : nullptr;
    if (node != nullptr && !node->code.empty()) return absl::StrCat("${", node->code, "}");
    reading_->findings.Fail(line, "",
                            "An option of a list that questions share shows something else than an "
                            "answer; put that into a calculation, and show it by its whole path.");
    return "";
  }
  const std::string expression =
      reading_->Expression(value, *owner, output, LocalName(output.name()));
  if (expression.empty() || !OnlyCode(expression).empty()) return expression;
  const absl::StatusOr<std::vector<XpathToken>> tokens = TokenizeXpath(expression);
  if (tokens.ok() && tokens->size() == 1 && (*tokens)[0].kind == XpathToken::Kind::kLiteral) {
    return std::string(Unquoted(expression));
  }
  std::vector<Question>& computed = computed_[owner];
  for (const Question& known : computed) {
    if (known.logic().calculation() == expression) return absl::StrCat("${", known.code(), "}");
  }
  if (computed.size() >= kMaxComputed) {
    reading_->findings.Fail(line, owner->code,
                            absl::StrCat("The texts of a question compute more than ", kMaxComputed,
                                         " values; give a calculation of its own for each."));
    return "";
  }
  Question& question = computed.emplace_back();
  question.set_kind(Question::KIND_CALCULATION);
  question.set_code(reading_->tree->NewCode(absl::StrCat(owner->code, "_text"), owner->parent));
  question.mutable_logic()->set_calculation(expression);
  Complete(question.code(), question.mutable_text());
  reading_->findings.Note(
      line, owner->code,
      absl::StrCat("What the text computes became the calculation `", question.code(), "`."));
  return absl::StrCat("${", question.code(), "}");
}

std::string FormTexts::Tidy(absl::string_view text) {
  std::string good = WithoutBadBytes(text);
  if (types::HasMarkup(good)) {
    ++with_markup_;
    good = WithoutMarkup(good);
  }
  std::string tidy;
  bool space = false;
  int line_ends = 0;
  for (absl::string_view rest = good; !rest.empty();) {
    const absl::string_view before = rest;
    const std::optional<char32_t> c = types::TakeCodePoint(&rest);
    if (c && (*c == ' ' || types::IsControl(*c))) {
      space = true;
      line_ends += *c == '\n';
      continue;
    }
    if (space && !tidy.empty()) {
      tidy += line_ends == 0 ? " " : line_ends == 1 ? "\n" : "\n\n";
    }
    space = false;
    line_ends = 0;
    tidy.append(before.data(), before.size() - rest.size());
  }
  return tidy;
}

std::vector<Question> FormTexts::TakeComputed(const FormNode& node) {
  const auto found = computed_.find(&node);
  if (found == computed_.end()) return {};
  std::vector<Question> questions = std::move(found->second);
  computed_.erase(found);
  return questions;
}

void FormTexts::Summarize() {
  if (short_forms_ > 0) {
    reading_->findings.Warn(
        0, "", absl::StrCat("Short forms of texts that were left out: ", short_forms_, "."));
  }
  if (with_markup_ > 0) {
    reading_->findings.Warn(
        0, "", absl::StrCat("Texts from which markup was removed: ", with_markup_, "."));
  }
}

}  // namespace lotse::survey::xforms
