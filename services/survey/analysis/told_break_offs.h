#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"

namespace lotse::survey {

// Counts by section of which none is 1 to kMinimumCell - 1: such a one is 0 here and carried to the
// next section. What is left behind the last one is in none.
std::vector<int64_t> Carried(absl::Span<const int64_t> counts);

// Which break-offs of a wave are told, and who is in its tables because of it. Sections have
// their numbers from 1. docs/disclosure.md explains the rule and what it stands against.
//
// All that is told is a chain: how many handed something in, and section by section how many of
// those who reached it saw it last. Every link of the chain is 0 or at least kMinimumCell people,
// and what is left of it at least kMinimumBase, so no difference of two told numbers is a
// small one. The tables of a section are made of exactly those who are told to have gone on behind
// it: of those who saw it last some answered a question there, and the number of the others would
// be in its table as missing, beside the link.
class ToldBreakOffs {
 public:
  // Of a closed wave: Carried, and from the last section to those who came to the end. So 0 may
  // always be 0 to kMinimumCell - 1. Where then fewer than kMinimumBase people would be told to
  // have gone on, nothing is told from that section on. If nobody went on, it would be known of
  // each; and with a smaller limit, of 6 people of whom either all went on or nothing is told, it
  // would be known that 5 left. `broke_off` has how many broke off in each section, `complete`
  // how many did not. Of a wave that is under way nothing is told: figures of both times
  // together would narrow down what is carried, however the first were rounded.
  static ToldBreakOffs OfClosed(absl::Span<const int64_t> broke_off, int64_t complete);

  // How many sections there are.
  int sections() const { return static_cast<int>(broke_off_.size()); }
  // Who saw this section last, as told; nullopt: protected.
  std::optional<int64_t> BrokeOff(int section) const { return broke_off_[section - 1]; }
  // Who reached it; of sections() + 1: who came to the end. nullopt: protected.
  std::optional<int64_t> Reached(int section) const { return reached_[section - 1]; }

  // Of those who are told to have broken off, who did in a section before this one, and in it or
  // later. `partial_from` is Wave.partial_from_section; nullopt: protected.
  std::optional<int64_t> BreakOffs(int partial_from) const;
  std::optional<int64_t> Partials(int partial_from) const;

  // A response that broke off in this section or before is not among those who are told to have
  // reached `section`; 0: all are.
  int LeftBefore(int section) const;
  // The same of those who are usable: not told to be break-offs.
  int LeftOut(int partial_from) const;

 private:
  ToldBreakOffs() = default;

  // The next section: so many of those who reached it saw it last.
  void Leave(int64_t count, int64_t* reached);
  std::optional<int64_t> Sum(int first, int end) const;

  std::vector<std::optional<int64_t>> broke_off_;
  std::vector<std::optional<int64_t>> reached_;
  // For each section and the end, see LeftBefore.
  std::vector<int> left_before_;
};

// Which responses a table is made of, by the section of its question. `broke_off` is the section
// in which a response broke off; 0: it came to the end.
struct TableScope {
  // Responses that broke off in this section or before are in no table.
  int left_out = 0;
  // For each section: those that broke off in this one or before are not in its tables. Never
  // before left_out, and so behind the section itself where that is. Empty: only left_out counts.
  std::vector<int> left_until = {};
  // From this section on it is protected how many are in its tables (ToldBreakOffs::Reached), and
  // so how many did not finish it; 0: of all it is told.
  int protected_from = 0;

  // Until which section those of `section` are left out.
  int LeftUntil(int section) const {
    return section > static_cast<int>(left_until.size()) ? left_out : left_until[section - 1];
  }
  bool InNoTable(int broke_off) const { return broke_off != 0 && broke_off <= left_out; }
  // Whether it is among those of whom the tables of `section` are.
  bool Finished(int broke_off, int section) const {
    return broke_off == 0 || broke_off > LeftUntil(section);
  }
  // Whether everybody may know how many of those who are in any table finished `section`: from the
  // collection report, also if no table of the section has figures.
  bool TellsFinished(int section) const { return protected_from == 0 || section < protected_from; }
};

TableScope ScopeOf(const ToldBreakOffs& told, int partial_from);

}  // namespace lotse::survey
