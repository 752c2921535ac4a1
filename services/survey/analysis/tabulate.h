#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/analysis/told_break_offs.h"

namespace lotse::survey {

// Makes the protected one-way tables of a wave from its responses, taken one at
// a time so that they never have to be in memory together.
//
// What it counts cannot be read: the only way out is Finish, which applies the
// disclosure control (disclosure.h, follow_ups.h). It ends the counting and no copy can be
// made, because tables from before and after one response would give that
// response away; for the same reason only closed waves may be tabulated, which
// the caller has to check.
class Tabulator {
 public:
  // Starts with no responses. `instrument` is the questionnaire of the wave,
  // stored and therefore valid; it must outlive the tabulator. `scope` says who is in which
  // table.
  explicit Tabulator(const v1alpha::Instrument& instrument, TableScope scope = {});
  ~Tabulator();
  Tabulator(const Tabulator&) = delete;
  Tabulator& operator=(const Tabulator&) = delete;

  // Counts one response, which broke off in a section, or did not: 0. Where `scope` says so it is
  // left out, or did not finish a section; then its answers there are not counted. A response
  // without any answer counts as a response too. An answer with an unknown code, of the wrong kind
  // or outside the limits of its question cannot be stored; should it be, the person counts as not
  // having answered that question. Of several answers to one question the first
  // counts.
  void Add(const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers,
           int broke_off_section = 0);

  // Sets `tables`, `response_rate` and `disclosure_rule` of `response` and
  // leaves its other fields alone. `invited` are the invited persons, 0 if
  // unknown. The rate is given as it is, above 1,000 per mille if more persons
  // answered than were invited. Called as `std::move(tabulator).Finish(...)`; it
  // forgets all that was counted, and a second call gives no tables.
  void Finish(int64_t invited, v1alpha::TabulateWaveResponse* response) &&;

 private:
  class Column;

  const v1alpha::Instrument instrument_;
  // One per question or item of a matrix, in the order of the questionnaire.
  std::vector<Column> columns_;
  absl::flat_hash_map<absl::string_view, size_t> column_of_code_;
  const TableScope scope_;
  int64_t responses_ = 0;
  // By the number of the section less 1: of these, who are told not to have gone on behind it, and
  // whether any of the others did not either.
  std::vector<int64_t> not_finished_;
  std::vector<bool> has_untold_;
};

}  // namespace lotse::survey
