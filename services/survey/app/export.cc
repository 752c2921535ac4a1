#include "services/survey/app/export.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/domain/erasure_rules.h"
#include "services/survey/domain/export_rules.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {

using resource::Tx;
using v1alpha::ExportResponsesRequest;

namespace {

// `surveys/beschaeftigte/waves/erste` as `beschaeftigte-erste`.
std::string NameOfFile(absl::string_view wave, absl::string_view extension) {
  const std::vector<absl::string_view> parts = absl::StrSplit(wave, '/');
  const std::size_t count = parts.size();
  return absl::StrCat(count < 3 ? "" : parts[count - 3], "-", parts[count - 1], extension);
}

std::unique_ptr<ResponseFile> NewFile(ExportResponsesRequest::Format format,
                                      const FileContent& content) {
  switch (format) {
    case ExportResponsesRequest::FORMAT_SAV:
      return NewSavFile(content);
    case ExportResponsesRequest::FORMAT_CSV_EXCEL_DE:
      return NewExcelFile(content);
    default:
      return NewCsvFile(content);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<ResponseExport>> ResponseExport::Begin(
    resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
    const ExportResponsesRequest& q) {
  std::unique_ptr<ResponseExport> made(new ResponseExport(store, responses));
  const absl::Status loaded =
      store.Read(caller.patience, [&](Tx& tx) { return made->Load(tx, q); });
  if (!loaded.ok()) return loaded;
  if (absl::Status s = made->DrawRows(caller, q); !s.ok()) return s;
  made->PrepareFile(q);
  return made;
}

absl::Status ResponseExport::Load(Tx& tx, const ExportResponsesRequest& q) {
  if (absl::Status s = tx.Load(q.name(), &wave_); !s.ok()) return s;
  if (absl::Status s = CheckCanBeTabulated(wave_); !s.ok()) return s;
  if (absl::Status s = tx.Load(wave_.instrument(), &instrument_); !s.ok()) return s;
  compiled_ = std::make_shared<const CompiledInstrument>(instrument_);
  return absl::OkStatus();
}

absl::Status ResponseExport::DrawRows(const OnBehalf& caller, const ExportResponsesRequest& q) {
  // The same that the tables are made of, and no more of break-offs than is told.
  const auto figures = FreezeBasicFigures(store_, responses_, caller, wave_, instrument_);
  if (!figures.ok()) return figures.status();
  read_ = {wave_.name(), IdentityOf(wave_)};
  auto keys = KeysOf(responses_, read_, caller.patience);
  if (!keys.ok()) return keys.status();
  keys_ = *std::move(keys);
  // The kept figures less these rows are what those said who left since. It is noted only after
  // somebody withdrew, so it is seen by the number too.
  if (figures->changed() || figures->responses() != static_cast<int64_t>(keys_.size())) {
    return SnapshotChanged(wave_);
  }
  scope_ = ScopeOf(BreakOffsOf(*figures, instrument_), wave_.partial_from_section());
  keys_.erase(
      std::remove_if(keys_.begin(), keys_.end(),
                     [&](const RowKey& key) { return scope_.InNoTable(key.broke_off_section); }),
      keys_.end());
  absl::BitGen random;
  std::shuffle(keys_.begin(), keys_.end(), random);
  return CheckEnoughToExport(wave_, static_cast<int64_t>(keys_.size()), q.include_texts());
}

void ResponseExport::PrepareFile(const ExportResponsesRequest& q) {
  content_.language = q.language_code().empty() ? "de" : q.language_code();
  content_.title = InLanguage(wave_.title(), content_.language);
  content_.rows = static_cast<int64_t>(keys_.size());
  const std::vector<std::string> erased(wave_.erased_codes().begin(), wave_.erased_codes().end());
  const bool is_sav = q.format() == ExportResponsesRequest::FORMAT_SAV;
  const ColumnChoice choice = {erased, q.include_texts(), content_.language, !is_sav};
  content_.columns = ColumnsOf(instrument_, choice);
  content_.sets = SetsOf(instrument_, content_.language, content_.columns);
  if (choice.repeats) content_.repeats = RepeatTablesOf(instrument_, choice);
  reader_ = std::make_unique<CellReader>(compiled_, content_.columns, scope_);
  file_name_ = NameOfFile(wave_.name(), is_sav ? ".sav" : ".zip");
  media_type_ = is_sav ? "application/x-spss-sav" : "application/zip";
  file_ = NewFile(q.format(), content_);
}

absl::Status ResponseExport::CheckUnchanged(Tx& tx) const {
  v1alpha::Wave now;
  if (absl::Status s = tx.Load(wave_.name(), &now); !s.ok()) return s;
  if (absl::Status s = CheckCanBeTabulated(now); !s.ok()) return s;
  const auto figures = FindBasicFigures(tx, wave_.name());
  if (!figures.ok()) return figures.status();
  if (!figures->has_value() || (*figures)->changed()) return SnapshotChanged(wave_);
  if (SameErasedCodes(wave_, now)) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                    "questions were erased while they were exported; begin again",
                    {{"resource", wave_.name()}});
}

absl::Status ResponseExport::AddRow(absl::string_view row, std::string* out) {
  if (instances_ == nullptr) {
    if (!reader_->Read(row, &cells_)) return DamagedResponse();
    return file_->Add(cells_, out);
  }
  absl::Status added;
  const bool whole = instances_->Read(row, [&](absl::Span<const Cell> cells) {
    if (added.ok()) added = file_->Add(cells, out);
  });
  return whole ? added : DamagedResponse();
}

absl::StatusOr<bool> ResponseExport::BeginNextTable(std::string* out) {
  if (repeats_begun_ == content_.repeats.size()) return false;
  const std::size_t repeat = repeats_begun_++;
  if (absl::Status s = file_->BeginRepeat(repeat, out); !s.ok()) return s;
  instances_ = std::make_unique<InstanceReader>(compiled_, content_.repeats[repeat], scope_);
  next_ = 0;
  return true;
}

absl::StatusOr<bool> ResponseExport::Next(const sql::Patience& patience, std::string* out) {
  absl::Status added;
  std::size_t bytes = 0;
  const std::size_t begin = out->size();
  const auto page = absl::MakeConstSpan(keys_).subspan(next_, kPageRows);
  const absl::Status read =
      ReadByKey(responses_, read_, *compiled_, page, patience, [&](absl::string_view row) {
        added = AddRow(row, out);
        ++next_;
        bytes += row.size();
        // A .sav has as much for each text as the longest may have.
        return added.ok() && std::max(bytes, out->size() - begin) < kPageBytes;
      });
  if (!read.ok()) return read;
  if (!added.ok()) return added;
  // After they were read: what was erased before is not in them, and what is erased now was not
  // when they were.
  const absl::Status unchanged = store_.Read(patience, [&](Tx& tx) { return CheckUnchanged(tx); });
  if (!unchanged.ok()) return unchanged;
  if (next_ < keys_.size()) return false;
  const auto more = BeginNextTable(out);
  if (!more.ok()) return more.status();
  if (*more) return false;
  if (absl::Status s = file_->Finish(out); !s.ok()) return s;
  return true;
}

}  // namespace lotse::survey
