#include "services/survey/exchange/archive/zip_archive.h"

#include <minizip/unzip.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/plain_text.h"

namespace lotse::survey {

// The bytes as the file that minizip reads.
struct ZipArchive::File {
  absl::string_view bytes;
  std::size_t position = 0;

  static File& Of(void* opaque) { return *static_cast<File*>(opaque); }

  std::size_t Take(void* to, std::size_t size) {
    size = std::min(size, bytes.size() - position);
    std::memcpy(to, bytes.data() + position, size);
    position += size;
    return size;
  }

  // 0, or -1 if there is no such place.
  long Seek(std::uint64_t offset, int origin) {
    const std::uint64_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? position
                               : origin == ZLIB_FILEFUNC_SEEK_END ? bytes.size()
                                                                  : 0;
    const std::uint64_t target = base + offset;
    if (target < base || target > bytes.size()) return -1;
    position = static_cast<std::size_t>(target);
    return 0;
  }

  zlib_filefunc64_def Functions() {
    zlib_filefunc64_def functions = {};
    functions.opaque = this;
    functions.zopen64_file = [](void* opaque, const void*, int) { return opaque; };
    functions.zread_file = [](void* opaque, void*, void* to, uLong size) -> uLong {
      return Of(opaque).Take(to, size);
    };
    functions.zwrite_file = [](void*, void*, const void*, uLong) -> uLong { return 0; };
    functions.ztell64_file = [](void* opaque, void*) -> ZPOS64_T { return Of(opaque).position; };
    functions.zseek64_file = [](void* opaque, void*, ZPOS64_T offset, int origin) {
      return Of(opaque).Seek(offset, origin);
    };
    functions.zclose_file = [](void*, void*) { return 0; };
    functions.zerror_file = [](void*, void*) { return 0; };
    return functions;
  }
};

namespace {

// Longest name of a part that is looked at.
constexpr std::size_t kLongestName = 512;
// Parts of this size may be packed as well as they can be.
constexpr std::uint64_t kSmallPart = 1u << 20;

absl::Status Damaged(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the archive is damaged: ", what, "; write the file anew"));
}

absl::Status WrongPart(absl::string_view name, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("part `", Shortened(name), "`: ", what));
}

}  // namespace

std::string ArchiveKey(absl::string_view name) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"\\", "/"}});
}

bool LeavesTheArchive(absl::string_view path) {
  const std::string key = ArchiveKey(path);
  if (key.empty() || key[0] == '/' || (key.size() > 1 && key[1] == ':')) return true;
  const std::vector<absl::string_view> steps = absl::StrSplit(key, '/');
  return std::find(steps.begin(), steps.end(), "..") != steps.end();
}

ZipArchive::ZipArchive(absl::string_view bytes, const ZipLimits& limits)
    : file_(std::make_unique<File>()), limits_(limits) {
  file_->bytes = bytes;
  zlib_filefunc64_def functions = file_->Functions();
  archive_ = unzOpen2_64("", &functions);
}

ZipArchive::~ZipArchive() {
  if (archive_ != nullptr) unzClose(archive_);
}

absl::StatusOr<std::unique_ptr<ZipArchive>> ZipArchive::Open(absl::string_view bytes,
                                                             const ZipLimits& limits) {
  std::unique_ptr<ZipArchive> archive(new ZipArchive(bytes, limits));
  if (archive->archive_ == nullptr) return Damaged("it has no list of its parts");
  if (absl::Status s = archive->ReadList(); !s.ok()) return s;
  return archive;
}

absl::Status ZipArchive::ReadList() {
  for (int at = unzGoToFirstFile(archive_); at != UNZ_END_OF_LIST_OF_FILE;
       at = unzGoToNextFile(archive_)) {
    unz_file_info64 info = {};
    unz64_file_pos position = {};
    std::string name(kLongestName + 1, '\0');
    if (at != UNZ_OK ||
        unzGetCurrentFileInfo64(archive_, &info, name.data(), kLongestName, nullptr, 0, nullptr,
                                0) != UNZ_OK ||
        unzGetFilePos64(archive_, &position) != UNZ_OK) {
      return Damaged("the list of its parts cannot be read");
    }
    name.resize(std::min<std::size_t>(std::strlen(name.c_str()), info.size_filename));
    const absl::Status added =
        AddPart(position.pos_in_zip_directory, position.num_of_file, WithoutBadBytes(name),
                (info.flag & 1) != 0, info.compressed_size, info.uncompressed_size);
    if (!added.ok()) return added;
  }
  return absl::OkStatus();
}

absl::Status ZipArchive::AddPart(std::uint64_t offset, std::uint64_t number, absl::string_view name,
                                 bool encrypted, std::uint64_t packed, std::uint64_t size) {
  if (LeavesTheArchive(name)) {
    return WrongPart(name,
                     "its path leads out of the archive; give the file as the program writes it");
  }
  if (encrypted) return WrongPart(name, "it has a password; write the file without one");
  if (parts_.size() >= static_cast<std::size_t>(limits_.parts)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the archive has more than ", limits_.parts, " parts"));
  }
  if (!parts_.emplace(ArchiveKey(name), Part{offset, number, packed, size}).second) {
    return WrongPart(name, "it is there twice; write the file anew");
  }
  names_.emplace_back(name);
  return absl::OkStatus();
}

bool ZipArchive::Has(absl::string_view name) const { return parts_.contains(ArchiveKey(name)); }

bool ZipArchive::HasFolder(absl::string_view prefix) const {
  const std::string key = ArchiveKey(prefix);
  return std::any_of(parts_.begin(), parts_.end(),
                     [&key](const auto& part) { return absl::StartsWith(part.first, key); });
}

absl::Status ZipArchive::CheckSize(absl::string_view name, const Part& part) const {
  if (part.size > limits_.part_bytes || unpacked_ + part.size > limits_.bytes) {
    return WrongPart(name, absl::StrCat("it would have ", part.size, " bytes; at most ",
                                        limits_.part_bytes, ", and ", limits_.bytes, " together"));
  }
  if (part.size > kSmallPart && part.size / kMaxZipRatio > part.packed) {
    return WrongPart(name, absl::StrCat("it would grow to more than ", kMaxZipRatio,
                                        " times its size; give a file without such parts"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ZipArchive::Read(absl::string_view name) {
  const auto found = parts_.find(ArchiveKey(name));
  if (found == parts_.end()) {
    return WrongPart(name, "it is missing; write the file anew");
  }
  const Part& part = found->second;
  if (absl::Status s = CheckSize(name, part); !s.ok()) return s;
  unpacked_ += part.size;
  unz64_file_pos position = {part.offset, part.number};
  if (unzGoToFilePos64(archive_, &position) != UNZ_OK || unzOpenCurrentFile(archive_) != UNZ_OK) {
    return WrongPart(name, "it cannot be opened; write the file anew");
  }
  std::string content(static_cast<std::size_t>(part.size), '\0');
  const int read =
      unzReadCurrentFile(archive_, content.data(), static_cast<unsigned>(content.size()));
  const bool sum_is_right = unzCloseCurrentFile(archive_) == UNZ_OK;
  if (!sum_is_right || read != static_cast<int>(content.size())) {
    return WrongPart(name, "it is damaged; write the file anew");
  }
  return content;
}

}  // namespace lotse::survey
