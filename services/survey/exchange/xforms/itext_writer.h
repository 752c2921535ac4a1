#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/type/v1alpha/text.pb.h"

namespace lotse::survey::xforms {

class FormPaths;

// What stands under one id of `itext`.
struct ItextEntry {
  std::string id;
  const type::v1alpha::Text* text = nullptr;
  const type::v1alpha::Text* guidance = nullptr;
  const google::protobuf::RepeatedPtrField<v1alpha::Media>* media = nullptr;
};

// The language of the title, in which texts without a language of their own are.
std::string DefaultLanguage(const v1alpha::Instrument& instrument);

// True if a text cannot stand by itself: it has a language, or files or guidance beside it.
bool NeedsItext(const ItextEntry& entry, absl::string_view default_language);

// True if the labels of a list are in `itext`.
bool UsesItext(const v1alpha::OptionList& list, absl::string_view default_language);

// Collects the texts of a form while it is written.
class ItextWriter {
 public:
  // `paths` must outlive this object.
  ItextWriter(const v1alpha::Instrument& instrument, const FormPaths* paths);

  // Writes a text as the content or the `ref` of `element`; what `entry` points to must outlive
  // this object.
  void WriteTo(pugi::xml_node element, const ItextEntry& entry);
  const std::string& default_language() const { return default_language_; }
  // Adds an entry that is named in another way than by `ref`.
  void Add(const ItextEntry& entry) { entries_.push_back(entry); }
  // Appends `<itext>` to `model` if there is anything in it; before the first child.
  void WriteItext(pugi::xml_node model) const;

 private:
  // Appends the text with an output for each code in it.
  void WritePiped(absl::string_view text, pugi::xml_node element) const;
  void WriteEntry(const ItextEntry& entry, const std::string& language,
                  pugi::xml_node translation) const;

  const FormPaths* paths_;
  std::string default_language_;
  std::vector<ItextEntry> entries_;
};

}  // namespace lotse::survey::xforms
