#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "services/survey/exchange/projects/study_material.h"
#include "services/survey/exchange/refi/project.h"
#include "services/survey/qualitative/foreign/foreign.h"
#include "services/survey/qualitative/foreign/foreign_rules.h"

// What the tests of things of other programs share.
namespace lotse::survey::projects {

inline qualitative::ForeignTie TieTo(
    qualitative::ForeignPlace place,
    qualitative::ForeignTie::Role role = qualitative::ForeignTie::Role::kMember) {
  qualitative::ForeignTie tie;
  tie.role = role;
  tie.place = std::move(place);
  return tie;
}

inline qualitative::ForeignTie ValueOf(qualitative::ForeignPlace place, const std::string& value) {
  qualitative::ForeignTie tie = TieTo(std::move(place), qualitative::ForeignTie::Role::kValue);
  tie.type = static_cast<int>(refi::VariableType::kText);
  tie.value = value;
  return tie;
}

// Adds sets, links, variables and cases to material that has all else, from a few random numbers.
class RandomForeign {
 public:
  RandomForeign(std::mt19937* random, StudyMaterial* material)
      : random_(*random), material_(*material) {}

  void Add() {
    for (int i = Number(2); i > 0; --i) AddCase();
    for (int i = Number(2); i > 0; --i) AddSet();
    for (int i = Number(2); i > 0; --i) AddVariable();
    for (int i = Number(3); i > 0; --i) AddLink();
    for (qualitative::ForeignThing& thing : material_.foreign) {
      thing.needed = qualitative::NeededTies(thing);
    }
  }

 private:
  using Kind = qualitative::ForeignThing::Kind;
  using On = qualitative::ForeignPlace::Kind;
  using Role = qualitative::ForeignTie::Role;

  int Number(int most) { return static_cast<int>(random_() % (static_cast<unsigned>(most) + 1)); }
  template <class Part>
  const Part& OneOf(const std::vector<Part>& parts) {
    return parts[random_() % parts.size()];
  }

  qualitative::ForeignThing& New(Kind kind) {
    qualitative::ForeignThing& thing = material_.foreign.emplace_back();
    thing.kind = kind;
    thing.coder = "eins";
    thing.guid = absl::StrFormat("f0000000-0000-4000-8000-%012d", material_.foreign.size());
    thing.name = "Name <&> \"ä\"";
    if (kind != Kind::kLink && Number(1) == 0) thing.description = "Was\ndazu gehört";
    return thing;
  }

  qualitative::ForeignPlace Text() { return {On::kText, OneOf(material_.texts).guid}; }
  qualitative::ForeignPlace Part() {
    const int begin = Number(9);
    return {On::kPart, OneOf(material_.texts).guid, "", {begin, begin + 1 + Number(9)}};
  }
  qualitative::ForeignPlace Code() {
    const CodebookMaterial& book = OneOf(material_.codebooks);
    return {On::kCode, book.guid, OneOf(book.codes.codes).id};
  }
  qualitative::ForeignPlace Memo() { return {On::kMemo, OneOf(material_.memos).guid}; }

  // Anything that a link may begin or end at.
  qualitative::ForeignPlace Anything() {
    switch (Number(8)) {
      case 0:
        return Text();
      case 1:
        return Part();
      case 2:
        return Code();
      case 3:
        return Memo();
      case 4:
        return {On::kCoding, OneOf(material_.codings).guid};
      case 5:
        return {On::kCase, OneOf(material_.cases).guid};
      case 6:
        return {On::kCodebook, OneOf(material_.codebooks).guid};
      case 7:
        if (!material_.foreign.empty()) {
          return {On::kThing, KeyOf(OneOf(material_.foreign))};
        }
        break;
      default:
        break;
    }
    return {On::kPerson, OneOf(material_.cases).guid, "P01"};
  }

  void AddCase() {
    qualitative::ForeignThing& thing = New(Kind::kCase);
    if (Number(1) == 0) thing.ties.push_back(TieTo(Code()));
    thing.ties.push_back(TieTo(Text()));
    if (Number(1) == 0) thing.ties.push_back(TieTo(Part()));
  }

  void AddSet() {
    qualitative::ForeignThing& thing = New(Kind::kSet);
    if (Number(1) == 0) thing.ties.push_back(TieTo(Code()));
    if (Number(1) == 0) thing.ties.push_back(TieTo(Text()));
    if (Number(1) == 0) thing.ties.push_back(TieTo(Memo()));
  }

  void AddVariable() {
    qualitative::ForeignThing& thing = New(Kind::kVariable);
    if (Number(1) == 0) thing.ties.push_back(ValueOf(Text(), "laut"));
    if (Number(1) == 0) thing.ties.push_back(ValueOf(Memo(), ""));
    if (Number(1) == 0) {
      thing.ties.push_back(ValueOf({On::kPerson, OneOf(material_.cases).guid, "P02"}, "Köchin"));
    }
    if (Number(1) == 0) {
      // No value at all.
      thing.ties.push_back(TieTo({On::kCase, OneOf(material_.cases).guid}, Role::kValue));
    }
    // The case that was added first, if there is one.
    const qualitative::ForeignThing& first = material_.foreign.front();
    if (first.kind == Kind::kCase) {
      qualitative::ForeignTie tie = ValueOf({On::kThing, KeyOf(first)}, "42");
      tie.type = static_cast<int>(refi::VariableType::kInteger);
      thing.ties.push_back(std::move(tie));
    }
  }

  void AddLink() {
    const qualitative::ForeignPlace from = Anything();
    const qualitative::ForeignPlace to = Anything();
    qualitative::ForeignThing& thing = New(Kind::kLink);
    thing.direction = Number(1) == 0 ? "OneWay" : "";
    thing.color = Number(1) == 0 ? "#12abef" : "";
    thing.ties = {TieTo(from, Role::kOrigin), TieTo(to, Role::kTarget)};
    if (Number(1) == 0) thing.ties.push_back(TieTo(Memo(), Role::kNote));
  }

  std::mt19937& random_;
  StudyMaterial& material_;
};

inline void AddRandomForeign(std::mt19937* random, StudyMaterial* material) {
  RandomForeign(random, material).Add();
}

}  // namespace lotse::survey::projects
