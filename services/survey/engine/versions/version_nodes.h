#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// Something with a code in one version of a questionnaire.
struct VersionNode {
  enum class Role {
    kSection,
    kGroup,
    kRepeat,
    kMatrix,  // Its items have the answers.
    kNote,
    kValue,  // A question with an answer or a value, or an item.
  };

  Role role = Role::kValue;
  std::string code;
  // What kind of answer it takes: an item of a matrix takes one of the options.
  v1alpha::Question::Kind kind = v1alpha::Question::KIND_UNSPECIFIED;
  // Of an item its matrix; null of a section.
  const v1alpha::Question* question = nullptr;
  const v1alpha::Item* item = nullptr;
  const v1alpha::InstrumentSection* section = nullptr;
  // Position of the node right around it; -1: none.
  int around = -1;

  // What a person reads there.
  const type::v1alpha::Text& text() const;
};

// All that has a code in a questionnaire, in its order; as long as that is there. It may break
// rules: of several with one code the first one is found.
class VersionNodes {
 public:
  explicit VersionNodes(const v1alpha::Instrument& instrument);

  const v1alpha::Instrument& instrument() const { return instrument_; }
  const std::vector<VersionNode>& all() const { return all_; }
  const VersionNode& at(int position) const { return all_[position]; }
  int size() const { return static_cast<int>(all_.size()); }
  // Position of the node with this code; -1: there is none.
  int Find(absl::string_view code) const;
  // Positions of the nodes around a node, from the nearest.
  std::vector<int> Around(int position) const;
  // What can be chosen there; empty if it has no options.
  const google::protobuf::RepeatedPtrField<v1alpha::Option>& OptionsAt(int position) const;

 private:
  void Add(const google::protobuf::RepeatedPtrField<v1alpha::Question>& questions, int around);
  int Add(VersionNode node);

  const v1alpha::Instrument& instrument_;
  std::vector<VersionNode> all_;
  absl::flat_hash_map<std::string, int> by_code_;
};

}  // namespace lotse::survey
