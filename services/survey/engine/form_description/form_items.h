#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/form_description.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// Makes the items of a FormDescription, with texts in one language (wording.h), or all if
// `language` is empty. `instrument` outlives it.
class FormItems {
 public:
  FormItems(const v1alpha::Instrument& instrument, absl::string_view language)
      : instrument_(instrument), language_(language) {}

  // Sets a question with all that is drawn in it.
  void Set(const v1alpha::Question& question, v1alpha::FormItem* item) const;

 private:
  void SetTexts(const v1alpha::Question& question, v1alpha::FormItem* item) const;
  void SetLimits(const v1alpha::Question& question, v1alpha::FormItem* item) const;
  void SetOptions(const v1alpha::Question& question, v1alpha::FormItem* item) const;
  void SetRows(const v1alpha::Question& question, v1alpha::FormItem* item) const;
  void SetLabels(const v1alpha::Question& question, v1alpha::FormItem* item) const;
  template <typename Shown>
  void SetMedia(const google::protobuf::RepeatedPtrField<v1alpha::Media>& media,
                Shown* shown) const;

  const v1alpha::Instrument& instrument_;
  const std::string language_;
};

}  // namespace lotse::survey
