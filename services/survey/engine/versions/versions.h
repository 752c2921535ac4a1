#pragma once

#include "services/survey/engine/versions/change_list.h"
#include "services/survey/engine/versions/code_pairs.h"
#include "services/survey/engine/versions/version_nodes.h"

namespace lotse::survey {

// Two versions that are compared.
struct Versions {
  Versions(const v1alpha::Instrument& before, const v1alpha::Instrument& now,
           const Mappings& mappings)
      : from(before), to(now), pairs(from, to, mappings) {}

  VersionNodes from;
  VersionNodes to;
  CodePairs pairs;
  ChangeList changes;
  // Pairs of wordings that may still be looked at to suggest what became of a code. Without a
  // limit, two large versions with nothing in common would take minutes.
  int likeness_budget = 1'000'000;
};

// The parts of a comparison; each adds changes. `before` and `now` are positions of nodes that are
// the same thing.

// Text, kind of answer, range, constraint, computation and all else of one node.
void CompareNode(Versions* versions, int before, int now);
// The options of a question or an item.
void CompareOptions(Versions* versions, int before, int now);
// Who is asked, by what stands at the node and around it up to the nearest that both versions
// have, which is compared itself.
void CompareRelevance(Versions* versions, int before, int now);
// Codes that are gone, with suggestions what they became, and codes that are new.
void CompareCodes(Versions* versions);

}  // namespace lotse::survey
