#pragma once

#include <cstdint>
#include <vector>

#include "services/survey/analysis/suppression/release_protection.h"

namespace lotse::perf {

// The tables of a report: 10,000 people with 80 questions in four sections, 80 one-way tables and
// 200 crosstabs by eight of the questions. Some left between two sections; three questions are
// filters of three others each; four of the eight have an answer that a handful gave.
class ReleaseTables {
 public:
  ReleaseTables();

  // All tables counted by bare loops over bytes.
  std::vector<survey::suppression::TableSpec> Counted() const;
  // What is to be protected, before which nothing was published.
  survey::suppression::ProtectionTask Task() const;

 private:
  survey::suppression::TableSpec Count(int a, int b) const;

  std::vector<std::vector<std::uint8_t>> answers_;  // by question
  std::vector<survey::suppression::Grouping> groupings_;
};

}  // namespace lotse::perf
