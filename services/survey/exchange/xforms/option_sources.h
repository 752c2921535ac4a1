#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/xforms/form_texts.h"
#include "services/survey/exchange/xforms/reading.h"

namespace lotse::survey::xforms {

// The secondary instances of a form.
class OptionSources {
 public:
  // Reads which there are, and gives `reading->lists` their names. All must outlive this object.
  OptionSources(const pugi::xml_node& model, FormReading* reading, FormTexts* texts);

  // Sets `option_list` of a question from the itemset at `element`, which names the instance `id`;
  // `value` and `label` of an external list that have other names are settings. False if there is
  // no such instance.
  bool Use(absl::string_view id, const pugi::xml_node& element, v1alpha::Question* question);

  // Adds all lists, in the order of the form, and behind them kTextList, if expressions read texts.
  void Build(v1alpha::Instrument* instrument);

 private:
  struct Source {
    pugi::xml_node instance;
    ListName name;
    std::string file;
    // What the first question that uses it takes as value and label.
    bool used = false;
    std::string value = "name";
    std::string label = "label";
    bool label_is_itext = false;
  };

  // Adds the list of the texts that expressions read.
  void BuildTexts(v1alpha::Instrument* instrument);
  // Adds the ids of all texts of the form to those that expressions read, but for texts that show
  // answers: an expression reads them as they stand in the list.
  void AddAllTextIds(int line);
  // Whether one option more is taken; else an ERROR is added.
  bool MayAdd(int line, const v1alpha::OptionList& list);
  void BuildItems(const Source& source, v1alpha::OptionList* list);
  void BuildItem(const pugi::xml_node& item, const Source& source, v1alpha::OptionList* list);

  FormReading* reading_;
  FormTexts* texts_;
  std::vector<Source> sources_;
  absl::flat_hash_map<std::string, std::size_t> by_id_;
  int options_ = 0;
};

}  // namespace lotse::survey::xforms
