/** Mark and name of the product. */
export function Brand() {
  return (
    <div className="brand">
      <img src="./icon.svg" alt="" width={26} height={26} />
      <span>AutoCore Migrate</span>
    </div>
  );
}
