#pragma once

#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "services/survey/exchange/xforms/reading.h"

namespace lotse::survey::xforms {

// What a label or hint says.
struct Wording {
  type::v1alpha::Text text;
  type::v1alpha::Text guidance;
  std::vector<v1alpha::Media> media;
};

// The texts of a form, in all its languages.
class FormTexts {
 public:
  // Reads the `itext` of `model`. `reading` must outlive this object.
  FormTexts(const pugi::xml_node& model, FormReading* reading);

  // Tag of the language that texts outside of `itext` have.
  const std::string& default_language() const { return languages_[0].tag; }

  // What `element`, a label or hint, says; empty if it is null. Outputs in it are of `owner`; null
  // for options of a shared list, whose texts can show answers by whole paths only.
  Wording Of(const pugi::xml_node& element, const FormNode* owner);
  // What the text with this id says.
  Wording OfId(absl::string_view id, const FormNode* owner, int line);
  // The ids of all texts, ascending.
  std::vector<std::string> Ids() const;
  // True if the text with this id has outputs in a language.
  bool ShowsAnswer(absl::string_view id) const;
  // A message: the text itself, or `jr:itext('ID')`.
  type::v1alpha::Text OfMessage(absl::string_view value, const FormNode& owner, int line);
  // `plain` in the default language.
  type::v1alpha::Text Plain(absl::string_view plain, absl::string_view code, int line);

  // Fills a text that must be there: `code` stands for one that is missing.
  void Complete(absl::string_view code, type::v1alpha::Text* text) const;

  // Questions for what texts compute in the place where they show it; they come before the question
  // of the node.
  std::vector<v1alpha::Question> TakeComputed(const FormNode& node);

  // True if all texts together became too large; they are left out from then on.
  bool too_large() const { return too_large_; }

  // Adds the findings that concern all texts.
  void Summarize();

 private:
  struct Language {
    std::string tag;
    std::string name;
  };
  // The texts of one id: the place of the language in `languages_`, and the element.
  using Translations = std::vector<std::pair<int, pugi::xml_node>>;

  void ReadTranslation(const pugi::xml_node& translation, int language);
  // Adds what `value`, of the form that it says, is in a language.
  void AddForm(const pugi::xml_node& value, int language, const FormNode* owner, Wording* wording);
  void AddMedia(v1alpha::Media::Kind kind, const pugi::xml_node& value, int language,
                Wording* wording);
  void AddVariant(std::string text, int language, int line, absl::string_view code,
                  type::v1alpha::Text* into);
  // The text below `element` with `${code}` for each output.
  std::string Piped(const pugi::xml_node& element, const FormNode* owner);
  std::string PipedOutput(const pugi::xml_node& output, const FormNode* owner);
  std::string Tidy(absl::string_view text);
  // Counts what is read of texts; false once it is too much, and nothing more is to be read.
  bool Spend(std::size_t bytes);

  FormReading* reading_;
  // The default language first, then by their tags.
  std::vector<Language> languages_;
  absl::flat_hash_map<std::string, Translations> by_id_;
  absl::flat_hash_map<const FormNode*, std::vector<v1alpha::Question>> computed_;
  std::size_t bytes_ = 0;
  bool too_large_ = false;
  int short_forms_ = 0;
  int with_markup_ = 0;
};

}  // namespace lotse::survey::xforms
