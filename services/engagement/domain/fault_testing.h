#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>
#include <string>

#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {

// One thing that is wrong with a resource that is right otherwise, and the field that is
// named for it.
template <class Resource>
struct Fault {
  std::string field;
  std::function<void(Resource*)> make;
};

// Whether each fault is found, and nothing else with it.
template <class Resource>
void ExpectFaults(const Resource& good, rpc::FieldViolations (*check)(const Resource&),
                  std::initializer_list<Fault<Resource>> faults) {
  const rpc::FieldViolations none = check(good);
  EXPECT_TRUE(none.empty()) << none.at(0).field << ": " << none.at(0).description;
  for (const Fault<Resource>& fault : faults) {
    Resource resource = good;
    fault.make(&resource);
    const rpc::FieldViolations found = check(resource);
    ASSERT_EQ(found.size(), 1u) << fault.field;
    EXPECT_EQ(found[0].field, fault.field);
    ExpectBothLanguages(found);
  }
}

// Adds copies of the last element of a list until there are `count`.
template <class List>
void Fill(int count, List* list) {
  while (list->size() < count) *list->Add() = (*list)[list->size() - 1];
}

}  // namespace lotse::engagement
