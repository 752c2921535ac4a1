#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/suppression/respondent_set.h"
#include "services/survey/analysis/tables/cell_variables.h"
#include "services/survey/analysis/tables/count_table.h"
#include "services/survey/analysis/tables/figures.h"
#include "services/survey/analysis/tables/published_cells.h"
#include "services/survey/analysis/tables/variables.h"
#include "services/survey/analysis/tables/wave_counts.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/app/image_cache.h"
#include "services/survey/app/release_record.h"

namespace lotse::survey {

// The tables of a wave, counted together. What earlier ones hide is kept nowhere: they are counted
// again from the answers, which have to be the same (CheckSnapshot). Not thread-safe.
//
// What is erased of everybody (EraseAnswers) can be counted no more. Tables of it are not given
// away any more, nor are those whose variables stand in an earlier one beside it: what was hidden
// there, and what it tells of others, cannot be considered now, so it could not be said whether
// they stay hidden.
class ReleaseCounts {
 public:
  // All of them outlive it.
  ReleaseCounts(const ReleaseRecord& record, const BasicFigures& figures, const WaveImage& image);

  // A release of which more is to be known.
  struct Checked {
    const v1alpha::Release* release = nullptr;
    // The cells of its published tables with their margins, and those that it does not show.
    absl::flat_hash_set<suppression::CellKey> cells = {};
    tables::Withheld withheld = {};
  };

  // Counts the tables that were given away, before anything else. False if one of them shows
  // another count than there is now, or has other cells. Labels and what is worked out of the
  // counts are not looked at: a later version may word or round them otherwise, and the hash of the
  // release says whether they are as they were.
  bool AddBefore(Checked* checked = nullptr);

  // Counts and protects new tables beside those, for a release, and returns them in their order.
  // INTERNAL if the counts contradict one another.
  absl::StatusOr<std::vector<v1alpha::Table>> Protect(
      const v1alpha::Release& release, absl::Span<const v1alpha::TableSpec* const> specs);

  // Whether nothing that is protected can be worked out of all that was given away; nullopt: that
  // was not found within the limit of work. Each table is judged by what was sensitive when it was
  // given away. After AddBefore with `checked`.
  absl::StatusOr<std::optional<bool>> HoldsTogether();

 private:
  using Filter = std::vector<suppression::Coordinate>;

  bool AddTable(const v1alpha::ReleasedTable& released, Checked* checked);
  // Begins another era if more is sensitive than in the last one.
  void BeginEra(const v1alpha::ReleasedTable& released);
  // Who is counted in a table, among those who are in any: numbered in the order of the image.
  suppression::RespondentSet BaseSet(const v1alpha::TableSpec& spec);
  void NoteErased(const v1alpha::ReleasedTable& released);
  // Whether one of its variables is marked.
  bool Names(const v1alpha::TableSpec& spec, const std::vector<bool>& marked) const;
  // What can be said of tables before they are counted; UNSPECIFIED: they can be.
  std::vector<v1alpha::Table::Refusal> RefusedBefore(
      absl::Span<const v1alpha::TableSpec* const> specs, int64_t minimum_base);
  v1alpha::Table::Refusal RefusedForErased(const v1alpha::TableSpec& spec) const;
  // What is protected if these variables are sensitive, besides those that always are.
  suppression::LinkedRules RulesOf(int64_t threshold,
                                   absl::Span<const std::string> sensitive) const;

  // Tables that were given away while the same variables were sensitive. These become more with
  // each release that names others, and never fewer.
  struct Era {
    std::vector<std::string> sensitive;
    // What was given away in it and before.
    suppression::Published all = {};
  };

  const ReleaseRecord& record_;
  const tables::TableVariables variables_;
  const TableScope scope_;
  tables::CellVariables cells_;
  tables::WaveCounts counts_;
  const BasicFigures& figures_;
  // By position: what was erased of everybody, and what stood beside it.
  const std::vector<bool> erased_;
  std::vector<bool> beside_erased_;
  // Whether a table that was given away filters by it.
  bool erased_filter_ = false;
  const Selection everybody_;
  // How many are counted in the tables that were given away, by their filter, and who, if not
  // everybody.
  std::map<Filter, int64_t> bases_;
  std::vector<suppression::RespondentSet> told_of_;
  tables::PublishedCells collected_;
  suppression::Published before_;
  // Ascending, if a release is checked. The first begins with the one-way tables.
  std::vector<Era> eras_;
};

}  // namespace lotse::survey
