#include "services/survey/exchange/xforms/option_sources.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/source_codes.h"

namespace lotse::survey::xforms {

using pugi::xml_node;
using v1alpha::Instrument;
using v1alpha::Option;
using v1alpha::OptionList;
using v1alpha::Question;

namespace {

std::string TextOf(const xml_node& element) {
  return WithoutBadBytes(absl::StripAsciiWhitespace(TextBelow(element)));
}

// The name of the file behind `jr://file-csv/` and the like.
std::string FileOf(absl::string_view src) { return std::string(src.substr(src.rfind('/') + 1)); }

}  // namespace

OptionSources::OptionSources(const xml_node& model, FormReading* reading, FormTexts* texts)
    : reading_(reading), texts_(texts) {
  std::set<std::string> codes;
  bool primary = true;
  for (const xml_node& instance : Children(model, "instance")) {
    if (std::exchange(primary, false)) continue;
    const std::string id = ValueOf(instance, "id");
    const std::string src = ValueOf(instance, "src");
    const int line = reading_->LineOf(instance);
    if (absl::StartsWith(src, "jr://instance/")) {
      reading_->findings.Warn(line, "",
                              absl::StrCat("The instance `", Shortened(id),
                                           "` is an earlier response, which forms here cannot "
                                           "read; it was left out."));
      continue;
    }
    if (sources_.size() >= static_cast<std::size_t>(kMaxLists)) {
      reading_->findings.Fail(
          line, "",
          absl::StrCat("More than ", kMaxLists, " secondary instances; join some of them."));
      return;
    }
    Source source;
    source.instance = instance;
    source.file = FileOf(src);
    source.name.code = CodeOfName(id);
    for (int i = 2; !codes.insert(source.name.code).second; ++i) {
      source.name.code = CodeOfName(absl::StrCat(id.substr(0, kMaxCodeLength - 8), "_", i));
    }
    if (source.name.code != id) {
      reading_->findings.Note(line, source.name.code,
                              absl::StrCat("The instance `", Shortened(id), "` became the list `",
                                           source.name.code, "`."));
    }
    const std::vector<xml_node> roots = Children(instance);
    source.name.root = roots.empty() ? "root" : std::string(LocalName(roots[0].name()));
    const std::vector<xml_node> items = roots.empty() ? roots : Children(roots[0]);
    source.name.item = items.empty() ? "item" : std::string(LocalName(items[0].name()));
    if (!by_id_.emplace(id, sources_.size()).second) {
      reading_->findings.Fail(line, source.name.code,
                              absl::StrCat("There are two instances `", Shortened(id),
                                           "`; give each an id of its own."));
      continue;
    }
    reading_->lists.emplace(id, source.name);
    sources_.push_back(std::move(source));
  }
}

bool OptionSources::Use(absl::string_view id, const xml_node& element, Question* question) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return false;
  Source& source = sources_[found->second];
  question->set_option_list(source.name.code);
  const std::string value = ValueOf(Child(element, "value"), "ref");
  absl::string_view label = Attribute(Child(element, "label"), "ref").value();
  label = absl::StripAsciiWhitespace(label);
  const bool is_itext =
      absl::ConsumePrefix(&label, "jr:itext(") && absl::ConsumeSuffix(&label, ")");
  label = absl::StripAsciiWhitespace(label);
  if (!source.file.empty()) {
    auto& settings = *question->mutable_settings();
    if (value != "name") settings["value"] = value;
    if (label != "label") settings["label"] = WithoutBadBytes(label);
    return true;
  }
  const bool differs = source.used && (source.value != value || source.label != label ||
                                       source.label_is_itext != is_itext);
  if (differs) {
    reading_->findings.Fail(reading_->LineOf(element), question->code(),
                            absl::StrCat("Questions take different columns of `", Shortened(id),
                                         "` as value or label; give each a list of its own."));
    return true;
  }
  source.used = true;
  source.value = value;
  source.label = std::string(label);
  source.label_is_itext = is_itext;
  return true;
}

void OptionSources::Build(Instrument* instrument) {
  for (Source& source : sources_) {
    OptionList* list = instrument->add_option_lists();
    list->set_code(source.name.code);
    reading_->places.lists[list->code()].line = reading_->LineOf(source.instance);
    if (source.file.empty()) {
      BuildItems(source, list);
    } else {
      list->set_file(WithoutBadBytes(source.file));
    }
  }
  if (!reading_->text_ids.empty() || reading_->computed_text_id) BuildTexts(instrument);
}

void OptionSources::BuildTexts(Instrument* instrument) {
  auto& ids = reading_->text_ids;
  const int first = reading_->computed_text_id.value_or(ids.empty() ? 0 : ids.begin()->second);
  if (reading_->computed_text_id) AddAllTextIds(first);
  if (ids.empty()) {
    reading_->findings.Fail(first, "",
                            "An expression reads texts by ids that it computes, and <itext> has "
                            "none that it could find; give them there.");
    return;
  }
  for (const OptionList& list : instrument->option_lists()) {
    if (list.code() != kTextList) continue;
    reading_->findings.Fail(first, kTextList,
                            "The texts that expressions read become a list of this name; give the "
                            "instance another id.");
    return;
  }
  OptionList* const list = instrument->add_option_lists();
  list->set_code(kTextList);
  for (const auto& [id, line] : ids) {
    if (!MayAdd(line, *list)) return;
    if (texts_->ShowsAnswer(id)) {
      reading_->findings.Fail(line, kTextList,
                              absl::StrCat("The text `", Shortened(id),
                                           "`, which an expression reads, shows an answer; join it "
                                           "with concat() in the expression."));
      continue;
    }
    Option* const option = list->add_options();
    option->set_code(absl::StrCat("t", list->options_size()));
    (*option->mutable_columns())[kTextListIds] = id;
    *option->mutable_label() = texts_->OfId(id, nullptr, line).text;
    texts_->Complete(option->code(), option->mutable_label());
  }
  reading_->findings.Note(first, kTextList,
                          absl::StrCat("The texts that expressions read with jr:itext() became the "
                                       "list `",
                                       kTextList, "`."));
}

void OptionSources::AddAllTextIds(int line) {
  int left_out = 0;
  for (const std::string& id : texts_->Ids()) {
    if (!texts_->ShowsAnswer(id)) {
      reading_->text_ids.emplace(id, line);
    } else if (reading_->text_ids.count(id) == 0) {
      ++left_out;
    }
  }
  if (left_out == 0) return;
  reading_->findings.Warn(
      line, kTextList,
      absl::StrCat("An expression computes the id of a text. It does not find texts that show "
                   "answers, of which there are ",
                   left_out, "; where one is meant, join it with concat() in the expression."));
}

bool OptionSources::MayAdd(int line, const OptionList& list) {
  if (++options_ <= kMaxListedOptions) return true;
  reading_->findings.Fail(line, list.code(),
                          absl::StrCat("More than ", kMaxListedOptions,
                                       " options in all lists; keep long lists in files."));
  return false;
}

void OptionSources::BuildItems(const Source& source, OptionList* list) {
  const std::vector<xml_node> roots = Children(source.instance);
  if (roots.empty()) return;
  for (const xml_node& item : Children(roots[0])) {
    if (LocalName(item.name()) != source.name.item) {
      reading_->findings.Warn(reading_->LineOf(item), list->code(),
                              absl::StrCat("A <", Shortened(item.name()), "> among <",
                                           Shortened(source.name.item), "> was left out."));
      continue;
    }
    if (!MayAdd(reading_->LineOf(item), *list)) return;
    BuildItem(item, source, list);
  }
}

void OptionSources::BuildItem(const xml_node& item, const Source& source, OptionList* list) {
  Option* option = list->add_options();
  const int line = reading_->LineOf(item);
  std::string itext_id;
  for (const xml_node& column : Children(item)) {
    const std::string name(LocalName(column.name()));
    const std::string value = TextOf(column);
    const bool is_label = name == source.label && !source.label_is_itext;
    const bool is_key =
        source.label_is_itext ? name == source.label : name == kTextIdColumn && !source.used;
    if (name == source.value) option->set_code(value);
    if (is_label) *option->mutable_label() = texts_->Of(column, nullptr).text;
    if (is_key && itext_id.empty()) itext_id = value;
    const bool is_usual = name == "name" || name == "label" || name == kTextIdColumn;
    // Expressions may read ids of texts in a column of another name.
    if (is_label || (is_key && is_usual)) continue;
    if (is_usual) {
      if (name != source.value && !value.empty()) {
        reading_->findings.Warn(
            line, list->code(),
            absl::StrCat("The column `", name, "` was left out: another is the ",
                         name == "name" ? "value" : "label", "."));
      }
      continue;
    }
    (*option->mutable_columns())[name] = value;
  }
  if (option->columns_size() > kMaxColumns) {
    reading_->findings.Fail(line, list->code(),
                            absl::StrCat("An option has more than ", kMaxColumns, " columns."));
    option->clear_columns();
  }
  if (!itext_id.empty()) {
    Wording wording = texts_->OfId(itext_id, nullptr, line);
    *option->mutable_label() = std::move(wording.text);
    for (v1alpha::Media& media : wording.media) *option->add_media() = std::move(media);
    if (!wording.guidance.variants().empty()) {
      reading_->findings.Warn(line, list->code(),
                              "The guidance beside the label of an option was left out.");
    }
  }
  if (option->code().empty() && !source.used) {
    option->set_code(absl::StrCat(list->options_size()));
  } else if (!IsOptionCode(option->code())) {
    reading_->findings.Fail(line, list->code(),
                            absl::StrCat("`", Shortened(option->code()),
                                         "` cannot be the value of an option; give 1 to 64 "
                                         "characters without white space."));
  }
  texts_->Complete(option->code(), option->mutable_label());
}

}  // namespace lotse::survey::xforms
