#pragma once

#include <string>

#include "google/protobuf/repeated_field.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/xforms/form_texts.h"
#include "services/survey/exchange/xforms/option_sources.h"
#include "services/survey/exchange/xforms/reading.h"

namespace lotse::survey::xforms {

// How deep groups and repeats may be. Source: instrument.proto.
inline constexpr int kMaxQuestionDepth = 12;

// Makes questions of nodes, of which the body, the binds and the actions are known.
class QuestionReader {
 public:
  using Questions = google::protobuf::RepeatedPtrField<v1alpha::Question>;

  // All must outlive this object.
  QuestionReader(FormReading* reading, FormTexts* texts, OptionSources* lists)
      : reading_(reading), texts_(texts), lists_(lists) {}

  // Adds the question of `node`, with what is below it, and before it what its texts compute.
  void Add(const FormNode& node, Questions* questions);

  // The expression that a property of the bind of `node` is; empty if there is none.
  std::string Property(const FormNode& node, const char* attribute);

 private:
  void AddBelow(const FormNode& node, v1alpha::Question* question);
  void ReadKind(const FormNode& node, v1alpha::Question* question);
  v1alpha::Question::Kind KindOf(const FormNode& node, v1alpha::Question* question);
  v1alpha::Question::Kind KindOfInput(const FormNode& node);
  v1alpha::Question::Kind KindOfHidden(const FormNode& node, v1alpha::Question* question);
  v1alpha::Question::Kind KindOfUpload(const FormNode& node, v1alpha::Question* question);
  void ReadType(const FormNode& node, v1alpha::Question* question);
  void ReadTexts(const FormNode& node, v1alpha::Question* question);
  void ReadLogic(const FormNode& node, v1alpha::Question* question);
  void ReadRequired(const FormNode& node, v1alpha::Question* question);
  void ReadInitialValue(const FormNode& node, v1alpha::Question* question);
  std::string PreloadedValue(const FormNode& node, const v1alpha::Question& question);
  void ReadTriggers(const FormNode& node, v1alpha::Question* question);
  void ReadSettings(const FormNode& node, v1alpha::Question* question);
  void ReadOptions(const FormNode& node, v1alpha::Question* question);
  void ReadItem(const pugi::xml_node& item, const FormNode& node, v1alpha::Question* question);
  void ReadItemset(const pugi::xml_node& itemset, const FormNode& node,
                   v1alpha::Question* question);
  void ReadScale(const FormNode& node, v1alpha::Question* question);
  void ReadRepeat(const FormNode& node, v1alpha::Question* question);
  void WarnOfElement(const FormNode& node);

  void Fail(const pugi::xml_node& where, const FormNode& node, absl::string_view message);
  void Warn(const pugi::xml_node& where, const FormNode& node, absl::string_view message);

  FormReading* reading_;
  FormTexts* texts_;
  OptionSources* lists_;
  int depth_ = 0;
  int questions_ = 0;
};

// True if an expression is `true()`.
bool IsTrue(absl::string_view expression);

// True if `text` is a number as XPath writes it, with or without a minus.
bool IsNumeral(absl::string_view text);

}  // namespace lotse::survey::xforms
