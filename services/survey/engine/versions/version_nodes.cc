#include "services/survey/engine/versions/version_nodes.h"

#include <utility>

#include "services/survey/engine/question_tree.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Instrument;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;
using Role = VersionNode::Role;

Role RoleOf(Question::Kind kind) {
  switch (kind) {
    case Question::KIND_GROUP:
      return Role::kGroup;
    case Question::KIND_REPEAT:
      return Role::kRepeat;
    case Question::KIND_MATRIX:
      return Role::kMatrix;
    case Question::KIND_NOTE:
      return Role::kNote;
    default:
      return Role::kValue;
  }
}

}  // namespace

const type::v1alpha::Text& VersionNode::text() const {
  if (item != nullptr) return item->text();
  return question != nullptr ? question->text() : section->title();
}

VersionNodes::VersionNodes(const Instrument& instrument) : instrument_(instrument) {
  for (const v1alpha::InstrumentSection& section : instrument.sections()) {
    VersionNode node{.role = Role::kSection, .code = section.code(), .section = &section};
    const int around = section.code().empty() ? -1 : Add(std::move(node));
    Add(section.questions(), around);
  }
}

void VersionNodes::Add(const RepeatedPtrField<Question>& questions, int around) {
  for (const Question& question : questions) {
    const int here = Add({.role = RoleOf(question.kind()),
                          .code = question.code(),
                          .kind = question.kind(),
                          .question = &question,
                          .around = around});
    for (const Item& item : question.items()) {
      Add({.code = item.code(),
           .kind = Question::KIND_SINGLE_CHOICE,
           .question = &question,
           .item = &item,
           .around = here});
    }
    Add(question.questions(), here);
  }
}

int VersionNodes::Add(VersionNode node) {
  const int position = size();
  by_code_.emplace(node.code, position);
  all_.push_back(std::move(node));
  return position;
}

int VersionNodes::Find(absl::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? -1 : found->second;
}

std::vector<int> VersionNodes::Around(int position) const {
  std::vector<int> around;
  for (int at = all_[position].around; at >= 0; at = all_[at].around) around.push_back(at);
  return around;
}

const RepeatedPtrField<Option>& VersionNodes::OptionsAt(int position) const {
  static const auto* const none = new RepeatedPtrField<Option>();
  const Question* const question = all_[position].question;
  return question == nullptr ? *none : OptionsOf(instrument_, *question);
}

}  // namespace lotse::survey
