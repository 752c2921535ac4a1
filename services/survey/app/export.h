#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/export_service.pb.h"
#include "runtime/resource/store.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/exchange/export/cells.h"
#include "services/survey/exchange/export/response_file.h"
#include "services/survey/responses/response_store.h"
#include "services/survey/responses/rows_by_key.h"

namespace lotse::survey {

// One export of the responses of a closed wave, written as it is asked for. It holds the keys of
// the rows, some hundred bytes for each, and never more rows than one piece takes.
//
// The order of the rows is drawn anew each time. That of the store would tell something: of an
// anonymous wave it is that of the numbers under which answers were handed in, so whoever knows
// these numbers, as the program does that people answered with, would know whose row is the
// k-th; of a confidential one it is that of the pseudonyms, which are the same in all waves of the
// survey, so rows of two files could be put side by side. Neither numbers nor pseudonyms, nor
// times, are in the file.
//
// Only closed waves are exported, so nobody sees by two files who answered in between: no response
// comes any more once a wave is closed. Of one that is not anonymous some can go still; from then
// on, as there are no new tables, nothing is exported, or the figures that were told before less
// the rows of a file would be what those said who left. So two files of a wave differ only by
// questions that were erased of all.
class ResponseExport {
 public:
  // Rows are read so many at a time, in a short read of its own: a slow caller holds no store.
  static constexpr std::size_t kPageRows = 512;
  // Fewer, if they have so many bytes, or what is written of them has.
  static constexpr std::size_t kPageBytes = 1 << 20;

  // Finds the responses and draws their order. Who is in it hangs on what is told first of the
  // wave; if nothing was, that is counted and kept. RESOURCE_NOT_FOUND, RESOURCE_DELETED,
  // WAVE_NOT_CLOSED, WRONG_STATE, SNAPSHOT_CHANGED, TOO_FEW_RESPONSES; errors of ResponseStore.
  // The stores outlive it.
  static absl::StatusOr<std::unique_ptr<ResponseExport>> Begin(
      resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
      const v1alpha::ExportResponsesRequest& q);

  // Whether the wave is as it was when the export began: ETAG_MISMATCH if questions were erased of
  // all, SNAPSHOT_CHANGED if answers of single people were, else as Begin.
  absl::Status CheckUnchanged(resource::Tx& tx) const;

  // For the file: its name and media type.
  const std::string& file_name() const { return file_name_; }
  const std::string& media_type() const { return media_type_; }

  // Appends what comes next of the file to `out`; true once that was all. ETAG_MISMATCH if a
  // response is gone since it began, errors of CheckUnchanged and of ResponseStore; then there is
  // nothing more to come.
  absl::StatusOr<bool> Next(const sql::Patience& patience, std::string* out);

 private:
  ResponseExport(resource::Store& store, ResponseStore& responses)
      : store_(store), responses_(responses) {}

  absl::Status Load(resource::Tx& tx, const v1alpha::ExportResponsesRequest& q);
  absl::Status DrawRows(const OnBehalf& caller, const v1alpha::ExportResponsesRequest& q);
  void PrepareFile(const v1alpha::ExportResponsesRequest& q);
  // Adds what the table that is being written has of a row.
  absl::Status AddRow(absl::string_view row, std::string* out);
  // Goes on to the next table; false if there is none.
  absl::StatusOr<bool> BeginNextTable(std::string* out);

  resource::Store& store_;
  ResponseStore& responses_;
  v1alpha::Wave wave_;
  ReadWave read_;
  v1alpha::Instrument instrument_;
  std::shared_ptr<const CompiledInstrument> compiled_;
  TableScope scope_;
  std::vector<RowKey> keys_;
  std::size_t next_ = 0;
  FileContent content_;
  // The rows are read once for each table: first that of the responses, then those of repeats.
  std::size_t repeats_begun_ = 0;
  std::unique_ptr<CellReader> reader_;
  std::unique_ptr<InstanceReader> instances_;
  std::unique_ptr<ResponseFile> file_;
  std::string file_name_;
  std::string media_type_;
  std::vector<Cell> cells_;
};

}  // namespace lotse::survey
