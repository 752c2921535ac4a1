#include "services/survey/exchange/xforms/itext_writer.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/language_tags.h"
#include "services/survey/exchange/xforms/form_paths.h"

namespace lotse::survey::xforms {

using pugi::xml_node;
using type::v1alpha::Text;
using v1alpha::Media;

namespace {

const Text::Variant* VariantIn(const Text* text, absl::string_view language) {
  if (text == nullptr) return nullptr;
  for (const Text::Variant& variant : text->variants()) {
    if (variant.language() == language && !variant.plain_language()) return &variant;
  }
  return nullptr;
}

constexpr struct {
  Media::Kind kind;
  const char* form;
  const char* folder;
} kMediaForms[] = {{Media::KIND_IMAGE, "image", "images"},
                   {Media::KIND_LARGE_IMAGE, "big-image", "images"},
                   {Media::KIND_AUDIO, "audio", "audio"},
                   {Media::KIND_VIDEO, "video", "video"}};

}  // namespace

std::string DefaultLanguage(const v1alpha::Instrument& instrument) {
  return instrument.title().variants().empty() ? kUnknownLanguage
                                               : instrument.title().variants(0).language();
}

bool NeedsItext(const ItextEntry& entry, absl::string_view default_language) {
  const bool has_guidance = entry.guidance != nullptr && !entry.guidance->variants().empty();
  const bool has_media = entry.media != nullptr && !entry.media->empty();
  if (has_guidance || has_media || default_language != kUnknownLanguage) return true;
  return entry.text->variants_size() != 1 || entry.text->variants(0).language() != default_language;
}

bool UsesItext(const v1alpha::OptionList& list, absl::string_view default_language) {
  return std::any_of(list.options().begin(), list.options().end(), [&](const auto& option) {
    return NeedsItext({"", &option.label(), nullptr, &option.media()}, default_language);
  });
}

ItextWriter::ItextWriter(const v1alpha::Instrument& instrument, const FormPaths* paths)
    : paths_(paths), default_language_(DefaultLanguage(instrument)) {}

void ItextWriter::WriteTo(xml_node element, const ItextEntry& entry) {
  if (NeedsItext(entry, default_language_)) {
    element.append_attribute("ref") = absl::StrCat("jr:itext('", entry.id, "')").c_str();
    Add(entry);
  } else {
    WritePiped(entry.text->variants(0).text(), element);
  }
}

void ItextWriter::WriteItext(xml_node model) const {
  std::set<std::string> others;
  for (const ItextEntry& entry : entries_) {
    for (const Text* text : {entry.text, entry.guidance}) {
      if (text == nullptr) continue;
      for (const Text::Variant& variant : text->variants()) others.insert(variant.language());
    }
    if (entry.media == nullptr) continue;
    for (const Media& media : *entry.media) {
      if (!media.language().empty()) others.insert(media.language());
    }
  }
  if (entries_.empty()) return;
  others.erase(default_language_);
  std::vector<std::string> languages = {default_language_};
  languages.insert(languages.end(), others.begin(), others.end());
  xml_node itext = model.prepend_child("itext");
  for (const std::string& language : languages) {
    xml_node translation = itext.append_child("translation");
    translation.append_attribute("lang") = language.c_str();
    if (language == default_language_) translation.append_attribute("default") = "true()";
    for (const ItextEntry& entry : entries_) WriteEntry(entry, language, translation);
  }
}

void ItextWriter::WriteEntry(const ItextEntry& entry, const std::string& language,
                             xml_node translation) const {
  xml_node text;
  const auto value = [&](const char* form) {
    if (!text) {
      text = translation.append_child("text");
      text.append_attribute("id") = entry.id.c_str();
    }
    xml_node made = text.append_child("value");
    if (*form != '\0') made.append_attribute("form") = form;
    return made;
  };
  if (const Text::Variant* variant = VariantIn(entry.text, language)) {
    WritePiped(variant->text(), value(""));
  }
  if (const Text::Variant* variant = VariantIn(entry.guidance, language)) {
    WritePiped(variant->text(), value("guidance"));
  }
  if (entry.media == nullptr) return;
  for (const Media& media : *entry.media) {
    if (!media.language().empty() && media.language() != language) continue;
    for (const auto& known : kMediaForms) {
      if (known.kind != media.kind()) continue;
      value(known.form)
          .append_child(pugi::node_pcdata)
          .set_value(absl::StrCat("jr://", known.folder, "/", media.file()).c_str());
    }
  }
}

void ItextWriter::WritePiped(absl::string_view text, xml_node element) const {
  std::string plain;
  const auto flush = [&] {
    if (!plain.empty()) element.append_child(pugi::node_pcdata).set_value(plain.c_str());
    plain.clear();
  };
  while (!text.empty()) {
    const std::size_t open = text.find("${");
    const std::size_t close = open == text.npos ? open : text.find('}', open);
    if (close == text.npos) break;
    const absl::string_view path = paths_->PathOf(text.substr(open + 2, close - open - 2));
    if (path.empty()) {
      plain += std::string(text.substr(0, close + 1));
    } else {
      plain += std::string(text.substr(0, open));
      flush();
      element.append_child("output").append_attribute("value") = std::string(path).c_str();
    }
    text.remove_prefix(close + 1);
  }
  plain += std::string(text);
  flush();
}

}  // namespace lotse::survey::xforms
