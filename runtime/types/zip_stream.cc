#include "runtime/types/zip_stream.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace lotse::types {
namespace {

// In 16 and 32 bits, as the format has them.
constexpr std::uint64_t kFull16 = 0xFFFF;
constexpr std::uint64_t kFull32 = ZipStream::kLarge;

constexpr std::uint64_t kVersion = 20;              // Deflate.
constexpr std::uint64_t kLargeVersion = 45;         // ZIP64.
constexpr std::uint64_t kFlags = 1 << 3 | 1 << 11;  // Sizes behind the file; UTF-8.
constexpr std::uint64_t kDeflate = 8;
constexpr std::uint64_t kFirstDay = 1 << 5 | 1;  // 1980-01-01, in the form of DOS.
constexpr std::uint64_t kZip64Extra = 1;

// Fast and good enough: texts of single digits become a tenth.
constexpr int kLevel = 1;
constexpr int kWindowBits = -15;  // Without a header of zlib.
constexpr int kMemory = 8;

// The bytes of numbers, the lowest first.
class Fields {
 public:
  Fields& Add(std::uint64_t number, int bytes) {
    for (; bytes > 0; --bytes, number >>= 8) bytes_.push_back(static_cast<char>(number & 0xFF));
    return *this;
  }
  Fields& Add(absl::string_view bytes) {
    bytes_.append(bytes.data(), bytes.size());
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace

ZipStream::ZipStream(std::uint64_t large) : large_(large) {
  if (deflateInit2(&deflate_, kLevel, Z_DEFLATED, kWindowBits, kMemory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    std::abort();  // For want of memory.
  }
}

ZipStream::~ZipStream() { deflateEnd(&deflate_); }

bool ZipStream::IsLarge(const File& file) const {
  return std::max({file.offset, file.compressed, file.size}) >= large_;
}

void ZipStream::Put(absl::string_view bytes, std::string* out) {
  out->append(bytes.data(), bytes.size());
  position_ += bytes.size();
}

void ZipStream::Begin(absl::string_view name, std::string* out) {
  File& file = files_.emplace_back();
  file.name = std::string(name);
  file.offset = position_;
  deflateReset(&deflate_);
  Put(Fields()
          .Add(0x04034b50, 4)
          .Add(kVersion, 2)
          .Add(kFlags, 2)
          .Add(kDeflate, 2)
          .Add(0, 2)
          .Add(kFirstDay, 2)
          .Add(0, 4)
          .Add(0, 4)
          .Add(0, 4)
          .Add(name.size(), 2)
          .Add(0, 2)
          .Add(name)
          .bytes(),
      out);
}

void ZipStream::Deflate(absl::string_view bytes, int flush, std::string* out) {
  std::array<char, 1 << 14> buffer;
  deflate_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  deflate_.avail_in = static_cast<uInt>(bytes.size());
  do {
    deflate_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    deflate_.avail_out = buffer.size();
    deflate(&deflate_, flush);
    const std::size_t made = buffer.size() - deflate_.avail_out;
    files_.back().compressed += made;
    Put(absl::string_view(buffer.data(), made), out);
  } while (deflate_.avail_out == 0);
}

void ZipStream::Write(absl::string_view bytes, std::string* out) {
  File& file = files_.back();
  // zlib counts in 32 bits.
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(bytes.size(), 1 << 30))) {
    const absl::string_view part = bytes.substr(0, 1 << 30);
    file.size += part.size();
    file.crc = static_cast<std::uint32_t>(crc32(
        file.crc, reinterpret_cast<const Bytef*>(part.data()), static_cast<uInt>(part.size())));
    Deflate(part, Z_NO_FLUSH, out);
  }
}

void ZipStream::End(std::string* out) {
  Deflate({}, Z_FINISH, out);
  const File& file = files_.back();
  const int bytes = IsLarge(file) ? 8 : 4;
  Put(Fields()
          .Add(0x08074b50, 4)
          .Add(file.crc, 4)
          .Add(file.compressed, bytes)
          .Add(file.size, bytes)
          .bytes(),
      out);
}

void ZipStream::Finish(std::string* out) {
  const std::uint64_t directory = position_;
  for (const File& file : files_) {
    const bool large = IsLarge(file);
    Fields extra;
    if (large) {
      extra.Add(kZip64Extra, 2).Add(24, 2);
      extra.Add(file.size, 8).Add(file.compressed, 8).Add(file.offset, 8);
    }
    Put(Fields()
            .Add(0x02014b50, 4)
            .Add(large ? kLargeVersion : kVersion, 2)
            .Add(large ? kLargeVersion : kVersion, 2)
            .Add(kFlags, 2)
            .Add(kDeflate, 2)
            .Add(0, 2)
            .Add(kFirstDay, 2)
            .Add(file.crc, 4)
            .Add(large ? kFull32 : file.compressed, 4)
            .Add(large ? kFull32 : file.size, 4)
            .Add(file.name.size(), 2)
            .Add(extra.bytes().size(), 2)
            .Add(0, 2)
            .Add(0, 2)
            .Add(0, 2)
            .Add(0, 4)
            .Add(large ? kFull32 : file.offset, 4)
            .Add(file.name)
            .Add(extra.bytes())
            .bytes(),
        out);
  }
  const std::uint64_t size = position_ - directory;
  const bool large = directory >= large_;
  if (large) {
    const std::uint64_t end = position_;
    Put(Fields()
            .Add(0x06064b50, 4)
            .Add(44, 8)
            .Add(kLargeVersion, 2)
            .Add(kLargeVersion, 2)
            .Add(0, 4)
            .Add(0, 4)
            .Add(files_.size(), 8)
            .Add(files_.size(), 8)
            .Add(size, 8)
            .Add(directory, 8)
            .Add(0x07064b50, 4)
            .Add(0, 4)
            .Add(end, 8)
            .Add(1, 4)
            .bytes(),
        out);
  }
  Put(Fields()
          .Add(0x06054b50, 4)
          .Add(0, 2)
          .Add(0, 2)
          .Add(large ? kFull16 : files_.size(), 2)
          .Add(large ? kFull16 : files_.size(), 2)
          .Add(size, 4)
          .Add(large ? kFull32 : directory, 4)
          .Add(0, 2)
          .bytes(),
      out);
}

}  // namespace lotse::types
