#include "services/survey/qualitative/foreign/foreign.h"

#include <gtest/gtest.h>

namespace lotse::survey::qualitative {
namespace {

TEST(ForeignTest, WhatAnotherCoderBringsIsAnotherThing) {
  EXPECT_NE(KeyOf("eins", "g"), KeyOf("zwei", "g"));
  ForeignThing thing;
  thing.coder = "eins";
  thing.guid = "g";
  EXPECT_EQ(KeyOf(thing), KeyOf("eins", "g"));
}

TEST(ForeignTest, WhereATieLiesIsNoPartOfWhatItSays) {
  ForeignTie tie;
  tie.role = ForeignTie::Role::kValue;
  tie.place = {ForeignPlace::Kind::kPart, "t", "", {1, 4}};
  tie.type = 0;
  tie.value = "Köchin";
  ForeignTie other = tie;
  other.text_id = "t";
  other.case_id = "g";
  EXPECT_TRUE(SayTheSame(tie, other));
  other.place.span.end = 5;
  EXPECT_FALSE(SayTheSame(tie, other));
  other = tie;
  other.value = "Koch";
  EXPECT_FALSE(SayTheSame(tie, other));
  other = tie;
  other.type = ForeignTie::kNoValue;
  EXPECT_FALSE(SayTheSame(tie, other));
  other = tie;
  other.role = ForeignTie::Role::kMember;
  EXPECT_FALSE(SayTheSame(tie, other));
}

TEST(ForeignTest, AllTextsCount) {
  ForeignThing thing;
  thing.name = "abc";
  thing.description = "de";
  thing.ties.resize(2);
  thing.ties[1].value = "f";
  EXPECT_EQ(BytesOf(thing), 6u);
}

}  // namespace
}  // namespace lotse::survey::qualitative
